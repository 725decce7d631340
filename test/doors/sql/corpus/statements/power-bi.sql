-- What Power BI makes in DirectQuery mode: nested derived tables, everything quoted, parameters written as constants.

-- @table-preview
select "$Table"."iata" as "iata", "$Table"."name" as "name", "$Table"."city" as "city", "$Table"."state" as "state",
  "$Table"."country" as "country", "$Table"."latitude" as "latitude", "$Table"."longitude" as "longitude"
from "gold"."airports" "$Table"
where "$Table"."state" = 'AZ'

-- @table-preview-limited ordered
select "_"."flight_id", "_"."date", "_"."delay"
from "gold"."flights" "_"
order by "_"."flight_id"
limit 1000

-- @count-rows
select count(1) as "Count" from "gold"."flights" "$Table"

-- @distinct-values-of-a-slicer ordered
select "_"."state"
from (
  select "rows"."state" as "state"
  from (select "state" from "gold"."airports" "$Table") "rows"
  group by "state"
) "_"
order by "_"."state"
limit 501

-- @column-chart
select "_"."origin_iata" as "c1", "_"."a0" as "a0"
from (
  select "rows"."origin_iata" as "origin_iata", sum("rows"."delay") as "a0"
  from (select "origin_iata", "delay" from "gold"."flights" "$Table") "rows"
  group by "origin_iata"
) "_"
where not "_"."a0" is null

-- @column-chart-top ordered
select "_"."origin_iata", "_"."a0"
from (
  select "rows"."origin_iata" as "origin_iata", count("rows"."flight_id") as "a0"
  from (select "_"."flight_id", "_"."origin_iata" from "gold"."flights" "_" where "_"."distance" > 500) "rows"
  group by "origin_iata"
) "_"
order by "_"."a0" desc, "_"."origin_iata"
limit 20

-- @join-to-dimension
select "rows"."state" as "state", sum("rows"."distance") as "a0"
from (
  select "$Outer"."distance", "$Inner"."state"
  from (select "origin_iata" as "origin_iata2", "distance" as "distance" from "gold"."flights" "$Table") "$Outer"
  left outer join "gold"."airports" "$Inner" on ("$Outer"."origin_iata2" = "$Inner"."iata")
) "rows"
group by "state"

-- @inner-join-with-filter
select "rows"."city", count("rows"."flight_id") as "a0"
from (
  select "$Outer"."flight_id", "$Inner"."city"
  from "gold"."flights" "$Outer"
  inner join "gold"."airports" "$Inner" on ("$Outer"."destination_iata" = "$Inner"."iata")
  where "$Inner"."state" = 'CA' and "$Inner"."state" is not null
) "rows"
group by "city"

-- @slicer-selection
select "rows"."origin_iata" as "c1", sum("rows"."distance") as "a0"
from (
  select "_"."origin_iata", "_"."distance"
  from "gold"."flights" "_"
  where "_"."origin_iata" in ('LAX', 'SFO', 'SEA', 'PDX')
) "rows"
group by "origin_iata"

-- @or-chain
select count(*) as "C1"
from (
  select "_"."flight_id"
  from "gold"."flights" "_"
  where ("_"."origin_iata" = 'LAX' and "_"."origin_iata" is not null) or ("_"."origin_iata" = 'SFO' and "_"."origin_iata" is not null)
) "rows"

-- @year-month-hierarchy ordered
select "_"."c1", "_"."c2", "_"."a0"
from (
  select extract(year from "rows"."date")::int as "c1", extract(month from "rows"."date")::int as "c2", count(*) as "a0"
  from (select "date" from "gold"."flights" "$Table") "rows"
  group by 1, 2
) "_"
order by "_"."c1", "_"."c2"

-- @date-only
select cast("_"."date" as date) as "day", sum("_"."delay") as "a0"
from "gold"."flights" "_"
where "_"."date" >= timestamp '2001-05-01 00:00:00' and "_"."date" < timestamp '2001-05-08 00:00:00'
group by cast("_"."date" as date)

-- @card-with-several-measures approximate
select sum(cast("rows"."delay" as double precision)) as "a0", avg(cast("rows"."delay" as double precision)) as "a1",
  min("rows"."delay") as "a2", max("rows"."delay") as "a3", count(distinct "rows"."origin_iata") as "a4"
from (select "delay", "origin_iata" from "gold"."flights" "$Table") "rows"

-- @distinct-count-with-blank
select count(distinct "rows"."p95_delay") + max(case when "rows"."p95_delay" is null then 1 else 0 end) as "a0"
from (select "p95_delay" from "gold"."route_days" "$Table") "rows"

-- @matrix
select "rows"."state", "rows"."month", sum("rows"."departures") as "a0", sum("rows"."delayed_departures") as "a1"
from (
  select "$Inner"."state", "$Outer"."month", "$Outer"."departures", "$Outer"."delayed_departures"
  from "gold"."airport_months" "$Outer"
  left outer join "gold"."airports" "$Inner" on ("$Outer"."iata" = "$Inner"."iata")
) "rows"
group by "state", "month"

-- @union-of-totals
select 'detail' as "level", "_"."origin_iata" as "c1", count(*) as "a0" from "gold"."flights" "_" group by "_"."origin_iata"
union all
select 'total' as "level", null as "c1", count(*) as "a0" from "gold"."flights" "_"

-- @text-filters
select "_"."iata", "_"."name"
from "gold"."airports" "_"
where "_"."name" like '%International%' and not "_"."name" like 'San%' escape '\'

-- @replace-and-concatenate
select replace("_"."name", 'Intl', 'International') as "c1", concat("_"."city", concat(', ', "_"."state")) as "c2"
from "gold"."airports" "_"
where "_"."state" = 'WA'

-- @conditional-column
select "rows"."c1", count(*) as "a0"
from (
  select case when "_"."delay" > 60 then 'long' when "_"."delay" > 15 then 'late' else 'good' end as "c1"
  from "gold"."flights" "_"
) "rows"
group by "rows"."c1"

-- @semi-join-of-a-measure-filter
select "_"."origin_iata", sum("_"."delay") as "a0"
from "gold"."flights" "_"
where exists (
  select 1 from (
    select "f"."origin_iata" as "o", count(*) as "n" from "gold"."flights" "f" group by "f"."origin_iata"
  ) "$s" where "$s"."n" > 300 and "$s"."o" = "_"."origin_iata"
)
group by "_"."origin_iata"

-- @cross-filter-of-two-facts
select "a"."state", "x"."a0", "y"."a1"
from (select distinct "state" from "gold"."airports") "a"
left outer join (
  select "p"."state", count(*) as "a0" from "gold"."flights" "f" join "gold"."airports" "p" on "f"."origin_iata" = "p"."iata" group by "p"."state"
) "x" on "x"."state" = "a"."state"
left outer join (
  select "p"."state", sum("r"."flights") as "a1" from "gold"."route_days" "r" join "gold"."airports" "p" on "r"."origin_iata" = "p"."iata" group by "p"."state"
) "y" on "y"."state" = "a"."state"

-- @page-by-offset ordered
select "_"."iata", "_"."city" from "gold"."airports" "_" order by "_"."state", "_"."iata" limit 50 offset 150

-- @max-date-for-incremental-load
select max("_"."date") as "max", min("_"."date") as "min" from "gold"."route_days" "_" where "_"."origin_iata" = 'JFK'

-- @decimal-sum
select "rows"."l_returnflag", sum("rows"."l_extendedprice") as "a0", sum("rows"."l_quantity") as "a1"
from (select "l_returnflag", "l_extendedprice", "l_quantity" from "tpch"."lineitem" "$Table") "rows"
group by "l_returnflag"

-- @numeric-filter-on-masked-column
select "_"."c_mktsegment", count(*) as "a0", sum("_"."c_acctbal") as "a1"
from "tpch"."customer" "_"
where "_"."c_acctbal" > 1000
group by "_"."c_mktsegment"

-- @time-grain-quarter
select date_trunc('quarter', "_"."o_orderdate") as "c1", sum("_"."o_totalprice") as "a0"
from "tpch"."orders" "_"
group by date_trunc('quarter', "_"."o_orderdate")

-- @not-in
select "_"."n_name" from "tpch"."nation" "_" where "_"."n_regionkey" not in (0, 4)

-- @greatest-of-columns
select "_"."flight_id", greatest("_"."delay", 0) as "c1", least("_"."distance", 1000) as "c2"
from "gold"."flights" "_"
where "_"."origin_iata" = 'BOI'
