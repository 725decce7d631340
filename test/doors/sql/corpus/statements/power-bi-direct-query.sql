-- DirectQuery over Npgsql and ODBC: nested derived tables, casts of every step, typed constants.

-- @relative-date-of-a-slicer
select count(*) as "a0" from (
  select "_"."flight_id", "_"."date" from "gold"."flights" "_"
  where "_"."date" >= timestamp '2001-02-01 00:00:00' and "_"."date" < timestamp '2001-02-01 00:00:00' + interval '1 month'
) "rows"

-- @date-diff-in-days
select date_part('day', cast("_"."date" as timestamp) - timestamp '2001-01-01 00:00:00') as "c1", count(*) as "a0"
from "gold"."flights" "_" where "_"."origin_iata" = 'OAK'
group by date_part('day', cast("_"."date" as timestamp) - timestamp '2001-01-01 00:00:00')

-- @concatenated-key
select "rows"."key", sum("rows"."flights") as "a0"
from (
  select coalesce("_"."origin_iata", '') || '|' || coalesce("_"."destination_iata", '') || '|' || to_char("_"."date", 'YYYYMM') as "key", "_"."flights"
  from "gold"."route_days" "_" where "_"."destination_iata" is not null
) "rows"
group by "rows"."key"

-- @top-n-with-ties-of-a-visual ordered
select "rows"."o", "rows"."a0" from (
  select "_"."origin_iata" as "o", cast(sum("_"."delay") as numeric(38, 6)) as "a0" from "gold"."flights" "_" group by "_"."origin_iata"
) "rows"
where not "rows"."a0" is null
order by "rows"."a0" desc, "rows"."o"
limit 1001

-- @double-of-cast
select cast("_"."delay" as double precision) / cast("_"."distance" as double precision) as "c1", cast("_"."distance" as numeric(20, 4)) as "c2"
from "gold"."flights" "_"
where "_"."origin_iata" = 'SJC' and cast("_"."distance" as double precision) > 0.0

-- @percentage-of-parent approximate
select "b"."state", "b"."a0" * 1.0 / "t"."a0" as "share"
from (select "p"."state", sum("f"."distance") as "a0" from "gold"."flights" "f" join "gold"."airports" "p" on "f"."origin_iata" = "p"."iata" group by "p"."state") "b"
cross join (select sum("f"."distance") as "a0" from "gold"."flights" "f") "t"

-- @percentile-of-measure approximate
select "_"."origin_iata", percentile_cont(0.9) within group (order by "_"."delay") as "p90", percentile_cont(array[0.25, 0.5, 0.75]) within group (order by "_"."delay") as "q"
from "gold"."flights" "_" group by "_"."origin_iata"

-- @date-table-join
select "d"."day", coalesce(sum("f"."n"), 0) as "a0"
from (select generate_series(timestamp '2001-01-01', timestamp '2001-01-31', interval '1 day') as "day") "d"
left join (select date_trunc('day', "date") as "day", count(*) as "n" from "gold"."flights" group by 1) "f" on "f"."day" = "d"."day"
group by "d"."day"

-- @row-number-paging ordered
select "z"."iata", "z"."city" from (
  select "_"."iata", "_"."city", row_number() over (order by "_"."iata") as "rn" from "gold"."airports" "_"
) "z" where "z"."rn" between 11 and 20 order by "z"."rn"

-- @is-blank
select case when "_"."city" is null or "_"."city" = '' then 'Blank' else substring("_"."city" from 1 for 1) end as "c1", count(*) as "a0"
from "gold"."airports" "_" group by case when "_"."city" is null or "_"."city" = '' then 'Blank' else substring("_"."city" from 1 for 1) end

-- @row-in-list
select count(*) as "a0" from "gold"."flights" "_"
where ("_"."origin_iata", "_"."destination_iata") in (('LAX', 'SFO'), ('OAK', 'LAX'), ('SJC', 'SAN'))

-- @grouping-of-rollup
select case when grouping("p"."state") = 1 then 'Total' else "p"."state" end as "c1", grouping("p"."state", "p"."city") as "g", count(*) as "a0"
from "gold"."flights" "f" join "gold"."airports" "p" on "f"."origin_iata" = "p"."iata"
group by rollup ("p"."state", "p"."city")
