-- dbt: tests and macros of dbt_utils and dbt_expectations as compiled for Postgres, and models that use them.

-- @not-null-proportion approximate
with validation as (select sum(case when p95_delay is null then 0 else 1 end) / cast(count(*) as numeric) as not_null_proportion from gold.route_days)
select * from validation

-- @sequential-values
with windowed as (select flight_id, lag(flight_id) over (order by flight_id) as previous from gold.flights),
validation_errors as (select * from windowed where not (flight_id = previous + 100))
select count(*) as failures, count(*) != 0 as should_warn from validation_errors

-- @mutually-exclusive-ranges
with w as (select origin_iata, destination_iata, date as lower_bound, (date + interval '1 day')::date as upper_bound, lead(date) over (partition by origin_iata, destination_iata order by date) as next_lower from gold.route_days),
calc as (select *, coalesce(lower_bound < upper_bound, false) as a, coalesce(upper_bound <= next_lower, next_lower is null, false) as b from w)
select count(*) as failures from calc where not (a and b)

-- @cardinality-equality
with table_a as (select origin_iata, count(*) as n from gold.flights group by origin_iata), table_b as (select origin_iata, sum(1) as n from gold.flights group by origin_iata),
except_a as (select * from table_a except select * from table_b), except_b as (select * from table_b except select * from table_a)
select * from except_a union all select * from except_b

-- @at-least-one
select * from (with pruned_rows as (select city from gold.airports where city is not null limit 1) select count(city) as filler_column from pruned_rows having count(city) = 0) validation_errors

-- @regex-expectation
with grouped_expression as (select (regexp_instr(iata, '^[A-Z0-9]{3,4}$', 1, 1, 0, '') > 0) as expression from gold.airports) select count(*) from grouped_expression where not expression

-- @regex-match-expectation
with grouped_expression as (select regexp_match(iata, '^[0-9][A-Z0-9]+$') is null as expression from gold.airports), validation_errors as (select * from grouped_expression where not expression) select count(*) as failures from validation_errors

-- @generate-series-macro ordered
with p as (select 0 as generated_number union all select 1), unioned as (select p0.generated_number * power(2, 0) + p1.generated_number * power(2, 1) + p2.generated_number * power(2, 2) + 1 as generated_number from p as p0 cross join p as p1 cross join p as p2)
select * from unioned where generated_number <= 6 order by generated_number

-- @date-diff-macro ordered
select flight_id, ((date '2001-07-01' - date::date)) as days, (date_part('year', '2001-07-01'::date) - date_part('year', date::date)) * 12 + date_part('month', '2001-07-01'::date) - date_part('month', date::date) as months
from gold.flights where origin_iata = 'BOI' order by flight_id

-- @last-day-of-month
select cast(date_trunc('month', date) + ((interval '1 month') * (1)) + ((interval '1 day') * (-1)) as date) as last_day, count(*) as n from gold.flights group by 1

-- @hash-key ordered
select md5(cast(coalesce(cast(origin_iata as text), '_dbt_utils_surrogate_key_null_') || '-' || coalesce(cast(date as text), '_dbt_utils_surrogate_key_null_') as text)) as k, sum(flights) as n from gold.route_days where date < date '2001-01-04' group by 1 order by 1

-- @json-of-a-model ordered
select json_build_object('iata', iata, 'city', city, 'n', 1) ->> 'city' as city, to_json(state)::text as s from gold.airports where state = 'OR' order by iata

-- @array-of-a-model ordered
select state, array_to_string(array_agg(iata order by iata), ',') as codes, array_position(array_agg(iata order by iata), min(iata)) as at from gold.airports where state in ('OR', 'WA') group by 1 order by 1

-- @overlapping-periods
select count(*) from gold.route_days a where a.origin_iata = 'BOI' and (a.date, a.date + interval '1 day') overlaps (date '2001-01-10', date '2001-01-20')

-- @bool-aggregate-test ordered
select state, every(latitude > 0) as north, bool_or(city like 'S%') as any_s, count(*) filter (where city is null) as missing from gold.airports group by state order by state

-- @symmetric-between
select count(*) as n from gold.flights where delay between symmetric 30 and 15 and (date, flight_id) > (timestamp '2001-02-01', 5)
