-- What dbt models, tests and the project's own reports hold.

-- @staging-model
with source as (select * from "lakehouse"."gold"."flights"),
renamed as (
  select flight_id as id, date as departed_at, delay as delay_minutes, distance as distance_miles, origin_iata as origin, destination_iata as destination
  from source
)
select count(*) as n, min(departed_at) as first, max(delay_minutes) as worst from renamed

-- @show-wrapper ordered
select * from (
  with f as (select origin_iata, count(*) as n from "lakehouse"."gold"."flights" group by 1)
  select * from f order by n desc, origin_iata
) as model_limit_subq
order by n desc, origin_iata
limit 5

-- @not-null-test
select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error
from (select flight_id from "lakehouse"."gold"."flights" where flight_id is null) dbt_internal_test

-- @unique-test
select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error
from (
  select iata as unique_field, count(*) as n_records
  from "lakehouse"."gold"."airports"
  where iata is not null
  group by iata
  having count(*) > 1
) dbt_internal_test

-- @relationships-test
with child as (select origin_iata as from_field from "lakehouse"."gold"."flights" where origin_iata is not null),
parent as (select iata as to_field from "lakehouse"."gold"."airports")
select from_field from child left join parent on child.from_field = parent.to_field where parent.to_field is null

-- @accepted-values-test
with all_values as (select country as value_field, count(*) as n_records from "lakehouse"."gold"."airports" group by country)
select * from all_values where value_field not in ('USA', 'Canada')

-- @freshness
select max("date") as max_loaded_at, timestamp '2001-07-02 00:00:00' as snapshotted_at from "lakehouse"."gold"."flights"

-- @date-spine ordered
with rawdata as (
  with p as (select 0 as generated_number union all select 1),
  unioned as (
    select p0.generated_number * 1 + p1.generated_number * 2 + p2.generated_number * 4 + p3.generated_number * 8 + p4.generated_number * 16 + 1 as generated_number
    from p as p0 cross join p as p1 cross join p as p2 cross join p as p3 cross join p as p4
  )
  select * from unioned where generated_number <= 31
)
select (date '2001-01-01' + (generated_number - 1) * interval '1 day')::date as date_day from rawdata order by 1

-- @surrogate-key ordered
select md5(cast(coalesce(cast(iata as text), '_dbt_utils_surrogate_key_null_') || '-' || coalesce(cast(state as text), '_dbt_utils_surrogate_key_null_') as text)) as key, iata
from "lakehouse"."gold"."airports" where state = 'HI' order by iata

-- @deduplicate ordered
with row_numbered as (
  select *, row_number() over (partition by origin_iata order by date desc, flight_id desc) as rn from gold.flights
)
select origin_iata, flight_id, date from row_numbered where rn = 1 order by origin_iata

-- @incremental-filter
select count(*) from gold.flights where date > (select max(month) - interval '1 month' from gold.airport_months)

-- @union-relations
(select cast('flights' as text) as _dbt_source_relation, cast(origin_iata as text) as airport, count(*) as n from gold.flights group by 1, 2)
union all
(select cast('route_days' as text) as _dbt_source_relation, cast(origin_iata as text) as airport, sum(flights)::bigint as n from gold.route_days group by 1, 2)

-- @pivot-macro
select origin_iata,
  sum(case when extract(month from date) = 1 then 1 else 0 end) as "jan",
  sum(case when extract(month from date) = 2 then 1 else 0 end) as "feb",
  sum(case when extract(month from date) = 3 then 1 else 0 end) as "mar"
from gold.flights group by 1

-- @unpivot
select iata, 'departures' as field_name, cast(departures as numeric) as value from gold.airport_months
union all
select iata, 'delayed_departures' as field_name, cast(delayed_departures as numeric) as value from gold.airport_months

-- @sessionisation ordered
with lagged as (
  select origin_iata, date, lag(date) over (partition by origin_iata order by date) as previous
  from gold.flights where origin_iata in ('BOI', 'ABE')
),
marked as (select *, case when previous is null or date - previous > interval '12 hours' then 1 else 0 end as is_new from lagged)
select origin_iata, sum(is_new) as runs, count(*) as flights from marked group by 1 order by 1

-- @snapshot-like-join
with current_rows as (select iata, month, departures from gold.airport_months where month = date '2001-06-01'),
previous_rows as (select iata, month, departures from gold.airport_months where month = date '2001-05-01')
select coalesce(c.iata, p.iata) as iata, c.departures as now, p.departures as before,
  case when p.iata is null then 'new' when c.iata is null then 'gone' when c.departures > p.departures then 'up' else 'down' end as change
from current_rows c full outer join previous_rows p on c.iata = p.iata

-- @mart ordered approximate
with flights as (select * from gold.flights),
airports as (select * from gold.airports),
joined as (
  select a.state, date_trunc('month', f.date)::date as month, f.delay, f.distance from flights f inner join airports a on f.origin_iata = a.iata
),
aggregated as (
  select state, month, count(*) as flights, avg(delay) as average_delay, sum(distance) as distance from joined group by 1, 2
),
final as (
  select *, rank() over (partition by month order by flights desc, state) as busy_rank, flights::numeric / sum(flights) over (partition by month) as share from aggregated
)
select * from final where busy_rank <= 3 order by month, busy_rank

-- @equal-rowcount-test
with a as (select count(*) as count_a from gold.airports), b as (select count(distinct iata) as count_b from gold.airports)
select count_a, count_b, abs(count_a - count_b) as diff_count from a cross join b

-- @generate-series-spine ordered
select gs::date as day, coalesce(sum(r.flights), 0) as flights
from generate_series(date '2001-05-01', date '2001-05-14', interval '1 day') as gs
left join gold.route_days r on r.date = gs::date and r.origin_iata = 'ABE'
group by 1 order by 1

-- @audit-compare
select count(*) as only_in_a from (select origin_iata from gold.flights except select iata from gold.airports) d

-- @safe-divide-macro approximate
select o_orderpriority, sum(o_totalprice) / nullif(count(distinct o_custkey), 0) as per_customer from tpch.orders group by 1

-- @seed-values
select v.code, v.label, count(a.iata) as airports
from (values ('CA', 'California'), ('NV', 'Nevada'), ('ZZ', 'Nowhere')) as v (code, label)
left join gold.airports a on a.state = v.code group by 1, 2

-- @expression-test
select * from gold.airport_months where not (delayed_departures <= departures)
