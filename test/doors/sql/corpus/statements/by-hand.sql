-- What analysts write by hand: the forms that no tool makes for them.

-- @rollup
SELECT a.state, f.origin_iata, count(*) AS n FROM gold.flights f JOIN gold.airports a ON a.iata = f.origin_iata
WHERE a.state IN ('CA', 'OR') GROUP BY ROLLUP (a.state, f.origin_iata)

-- @cube
SELECT o_orderstatus, o_orderpriority, count(*) AS n, sum(o_totalprice) AS total FROM tpch.orders GROUP BY CUBE (o_orderstatus, o_orderpriority)

-- @grouping-sets
SELECT origin_iata, extract(month FROM date) AS month, grouping(origin_iata, extract(month FROM date)) AS level, count(*) AS n
FROM gold.flights WHERE origin_iata IN ('SFO', 'SJC') GROUP BY GROUPING SETS ((origin_iata), (extract(month FROM date)), ())

-- @rollup-with-having
SELECT coalesce(l_returnflag, 'all') AS flag, grouping(l_returnflag) AS g, sum(l_quantity) AS q
FROM tpch.lineitem GROUP BY ROLLUP (l_returnflag) HAVING sum(l_quantity) > 100

-- @distinct-on ordered
SELECT DISTINCT ON (origin_iata) origin_iata, flight_id, delay FROM gold.flights ORDER BY origin_iata, delay DESC, flight_id

-- @distinct-on-latest-month ordered
SELECT DISTINCT ON (iata) iata, month, departures FROM gold.airport_months WHERE departures > 100 ORDER BY iata, month DESC

-- @filter-clause
SELECT origin_iata, count(*) FILTER (WHERE delay > 15) AS late, sum(distance) FILTER (WHERE delay <= 0) AS early_miles, count(*) AS n
FROM gold.flights GROUP BY origin_iata

-- @lateral-top-two ordered
SELECT a.iata, t.flight_id, t.delay
FROM gold.airports a CROSS JOIN LATERAL (
  SELECT f.flight_id, f.delay FROM gold.flights f WHERE f.origin_iata = a.iata ORDER BY f.delay DESC, f.flight_id LIMIT 2
) t
WHERE a.state = 'CA' ORDER BY a.iata, t.delay DESC, t.flight_id

-- @left-lateral ordered
SELECT a.iata, t.worst FROM gold.airports a
LEFT JOIN LATERAL (SELECT max(f.delay) AS worst FROM gold.flights f WHERE f.destination_iata = a.iata) t ON true
WHERE a.state = 'NV' ORDER BY a.iata

-- @scalar-subquery ordered
SELECT a.iata, (SELECT count(*) FROM gold.flights f WHERE f.origin_iata = a.iata) AS departures FROM gold.airports a WHERE a.state = 'OR' ORDER BY a.iata

-- @above-average
SELECT origin_iata, count(*) AS n FROM gold.flights GROUP BY origin_iata
HAVING count(*) > (SELECT count(*) / count(DISTINCT origin_iata) FROM gold.flights)

-- @exists
SELECT count(*) FROM gold.airports a WHERE EXISTS (SELECT 1 FROM gold.flights f WHERE f.origin_iata = a.iata AND f.delay > 120)

-- @not-exists
SELECT state, count(*) FROM gold.airports a WHERE NOT EXISTS (SELECT FROM gold.flights f WHERE f.origin_iata = a.iata) GROUP BY state

-- @in-subquery
SELECT count(*) FROM gold.flights WHERE destination_iata IN (SELECT iata FROM gold.airports WHERE state = 'FL')

-- @not-in-subquery
SELECT count(*) FROM gold.flights WHERE destination_iata NOT IN (SELECT iata FROM gold.airports WHERE state = 'FL')

-- @row-in-subquery
SELECT count(*) FROM gold.flights WHERE (origin_iata, destination_iata) IN (SELECT origin_iata, destination_iata FROM gold.route_days WHERE flights > 10)

-- @greater-than-all
SELECT iata, month FROM gold.airport_months WHERE departures >= ALL (SELECT departures FROM gold.airport_months)

-- @less-than-any
SELECT count(*) FROM gold.airport_months WHERE departures < ANY (SELECT destinations FROM gold.airport_months)

-- @any-array
SELECT count(*) FROM gold.flights WHERE origin_iata = ANY ('{LAX,SFO,SAN}')

-- @all-array
SELECT count(*) FROM gold.flights WHERE origin_iata <> ALL (ARRAY['LAX', 'ORD'])

-- @union
SELECT origin_iata AS iata FROM gold.flights WHERE delay > 200 UNION SELECT destination_iata FROM gold.flights WHERE delay > 200

-- @intersect
SELECT origin_iata FROM gold.flights WHERE distance > 2000 INTERSECT SELECT destination_iata FROM gold.flights WHERE distance < 200

-- @except ordered
SELECT iata FROM gold.airports WHERE state = 'CA' EXCEPT SELECT origin_iata FROM gold.flights ORDER BY 1

-- @intersect-all
SELECT state FROM gold.airports WHERE latitude > 40 INTERSECT ALL SELECT state FROM gold.airports WHERE longitude > -90

-- @nested-set-operations ordered
(SELECT 1 AS a UNION ALL SELECT 2) EXCEPT (SELECT 2 UNION SELECT 3) ORDER BY a

-- @values ordered
SELECT * FROM (VALUES (1, 'one'), (2, 'two'), (NULL, NULL)) AS t (number, word) ORDER BY number NULLS FIRST

-- @bare-values ordered
VALUES (1, 'a'), (2, 'b') ORDER BY 1 DESC

-- @full-join
SELECT coalesce(o.iata, d.iata) AS iata, o.n AS departures, d.n AS arrivals
FROM (SELECT origin_iata AS iata, count(*) AS n FROM gold.flights WHERE delay > 60 GROUP BY 1) o
FULL JOIN (SELECT destination_iata AS iata, count(*) AS n FROM gold.flights WHERE delay > 60 GROUP BY 1) d USING (iata)

-- @join-using
SELECT count(*), sum(departures) FROM gold.airport_months JOIN gold.airports USING (iata) WHERE state = 'TX'

-- @natural-join
SELECT count(*) FROM gold.airport_months NATURAL JOIN gold.airports

-- @right-join
SELECT a.iata, count(f.flight_id) AS n FROM gold.flights f RIGHT JOIN gold.airports a ON a.iata = f.origin_iata AND f.delay > 30
WHERE a.state = 'AZ' GROUP BY a.iata

-- @inequality-join
SELECT count(*) FROM gold.airport_months a JOIN gold.airport_months b ON a.iata = b.iata AND a.month < b.month AND a.departures > b.departures

-- @cross-join ordered
SELECT s.state, m.month FROM (SELECT DISTINCT state FROM gold.airports WHERE state < 'AM') s CROSS JOIN (SELECT DISTINCT month FROM gold.airport_months) m ORDER BY 1, 2

-- @self-join-before ordered
SELECT c.iata, c.month, c.departures - p.departures AS change
FROM gold.airport_months c JOIN gold.airport_months p ON p.iata = c.iata AND p.month = c.month - interval '1 month'
WHERE c.iata IN ('LAX', 'JFK') ORDER BY 1, 2

-- @cte-chain ordered
WITH daily AS (SELECT date::date AS day, origin_iata, count(*) AS n FROM gold.flights GROUP BY 1, 2),
weekly AS (SELECT date_trunc('week', day) AS week, origin_iata, sum(n) AS n FROM daily GROUP BY 1, 2),
ranked AS (SELECT *, row_number() OVER (PARTITION BY week ORDER BY n DESC, origin_iata) AS place FROM weekly)
SELECT week, origin_iata, n FROM ranked WHERE place <= 2 ORDER BY week, place

-- @cte-used-twice
WITH m AS (SELECT iata, sum(departures) AS n FROM gold.airport_months GROUP BY iata)
SELECT count(*) FROM m WHERE n > (SELECT max(n) / 2 FROM m)

-- @cte-shadows-a-table
WITH airports AS (SELECT 'XXX' AS iata) SELECT count(*) FROM airports JOIN gold.airports a ON a.iata <> airports.iata WHERE a.state = 'HI'

-- @cte-materialized
WITH f AS MATERIALIZED (SELECT * FROM gold.flights WHERE delay > 60) SELECT count(*) FROM f JOIN gold.airports a ON a.iata = f.origin_iata WHERE a.state = 'CA'

-- @window-ranks ordered
SELECT iata, departures, rank() OVER w AS r, dense_rank() OVER w AS d, row_number() OVER (ORDER BY departures DESC, iata) AS n,
  ntile(4) OVER (ORDER BY departures DESC, iata) AS quarter
FROM gold.airport_months WHERE month = date '2001-03-01' WINDOW w AS (ORDER BY departures DESC) ORDER BY departures DESC, iata

-- @window-percent ordered approximate
SELECT iata, percent_rank() OVER (ORDER BY departures) AS p, cume_dist() OVER (ORDER BY departures) AS c
FROM gold.airport_months WHERE month = date '2001-02-01' ORDER BY departures, iata

-- @window-lag-lead ordered
SELECT iata, month, departures, lag(departures) OVER w AS before, lead(departures, 2, 0::bigint) OVER w AS after
FROM gold.airport_months WHERE iata IN ('SFO', 'OAK') WINDOW w AS (PARTITION BY iata ORDER BY month) ORDER BY iata, month

-- @window-first-last ordered
SELECT iata, month, first_value(departures) OVER w AS first, last_value(departures) OVER w AS last, nth_value(departures, 2) OVER w AS second
FROM gold.airport_months WHERE iata = 'SEA'
WINDOW w AS (PARTITION BY iata ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY month

-- @window-moving-average ordered approximate
SELECT date, flights, avg(flights) OVER (ORDER BY date ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING) AS smooth
FROM gold.route_days WHERE origin_iata = 'LAX' AND destination_iata = 'SFO' ORDER BY date

-- @window-range-frame ordered
SELECT date, sum(flights) OVER (ORDER BY date RANGE BETWEEN interval '6 days' PRECEDING AND CURRENT ROW) AS week
FROM gold.route_days WHERE origin_iata = 'JFK' AND destination_iata = 'LAX' ORDER BY date

-- @window-groups-frame ordered
SELECT o_orderdate, o_orderkey, count(*) OVER (ORDER BY o_orderdate GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS n
FROM tpch.orders WHERE o_orderdate < date '1992-01-20' ORDER BY o_orderdate, o_orderkey

-- @window-exclude ordered
SELECT iata, departures, max(departures) OVER (ORDER BY departures DESC, iata ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS other
FROM gold.airport_months WHERE month = date '2001-01-01' ORDER BY departures DESC, iata LIMIT 5

-- @window-filter ordered
SELECT iata, month, sum(departures) FILTER (WHERE departures > 500) OVER (PARTITION BY iata ORDER BY month) AS big
FROM gold.airport_months WHERE iata IN ('BOI', 'ABE', 'SMF') ORDER BY iata, month

-- @window-default-frame-with-ties ordered
SELECT o_orderpriority, o_orderkey, count(*) OVER (ORDER BY o_orderpriority) AS upto FROM tpch.orders WHERE o_orderdate = '1996-01-02' ORDER BY o_orderpriority, o_orderkey

-- @window-over-aggregate ordered approximate
SELECT origin_iata, count(*) AS n, round(100.0 * count(*) / sum(count(*)) OVER (), 3) AS share FROM gold.flights GROUP BY origin_iata ORDER BY n DESC, origin_iata

-- @percentiles approximate
SELECT origin_iata, percentile_disc(0.9) WITHIN GROUP (ORDER BY delay) AS d90, percentile_cont(0.25) WITHIN GROUP (ORDER BY distance DESC) AS q
FROM gold.flights GROUP BY origin_iata

-- @percentile-array approximate
SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY delay) AS q FROM gold.flights

-- @mode
SELECT mode() WITHIN GROUP (ORDER BY o_orderpriority) AS m FROM tpch.orders WHERE o_orderdate < '1993-01-01'

-- @statistics approximate
SELECT corr(delay, distance) AS r, covar_pop(delay, distance) AS c, regr_slope(delay, distance) AS slope, regr_intercept(delay, distance) AS i, variance(delay) AS v, stddev_pop(delay) AS s FROM gold.flights

-- @bool-aggregates
SELECT origin_iata, bool_or(delay > 300) AS any_very_late, bool_and(distance > 100) AS all_far, every(delay < 500) AS e FROM gold.flights GROUP BY origin_iata

-- @bit-aggregates
SELECT bit_and(l_linenumber) AS a, bit_or(l_linenumber) AS o, bit_xor(l_linenumber) AS x FROM tpch.lineitem

-- @string-agg ordered
SELECT state, string_agg(iata, ',' ORDER BY iata DESC) AS codes FROM gold.airports WHERE state IN ('RI', 'DE', 'HI') GROUP BY state ORDER BY state

-- @array-agg ordered
SELECT state, array_agg(iata ORDER BY iata) AS codes, (array_agg(city ORDER BY iata))[1] AS first FROM gold.airports WHERE state IN ('RI', 'CT') GROUP BY state ORDER BY state

-- @unnest ordered
SELECT code, count(f.flight_id) AS n FROM unnest(ARRAY['LAX', 'SFO', 'ZZZ']) AS code LEFT JOIN gold.flights f ON f.origin_iata = code GROUP BY code ORDER BY code

-- @string-to-array ordered
SELECT iata, array_length(string_to_array(name, ' '), 1) AS words, (string_to_array(name, ' '))[2] AS second FROM gold.airports WHERE state = 'VT' ORDER BY iata

-- @generate-series-numbers ordered
SELECT n, n * n AS square FROM generate_series(1, 10, 3) AS n ORDER BY n

-- @generate-series-months ordered
SELECT m::date AS month, coalesce(sum(a.departures), 0) AS n
FROM generate_series('2001-01-01'::date, '2001-09-01'::date, '1 month') AS m LEFT JOIN gold.airport_months a ON a.month = m::date GROUP BY 1 ORDER BY 1

-- @fetch-with-ties ordered
SELECT destinations FROM gold.airport_months ORDER BY destinations DESC FETCH FIRST 3 ROWS WITH TIES

-- @offset-alone ordered
SELECT iata FROM gold.airports WHERE state = 'AZ' ORDER BY iata OFFSET 10

-- @limit-all ordered
SELECT iata FROM gold.airports WHERE state = 'DE' ORDER BY iata LIMIT ALL

-- @limit-zero
SELECT iata FROM gold.airports LIMIT 0

-- @nulls-last ordered
SELECT origin_iata, destination_iata, date, p95_delay FROM gold.route_days WHERE origin_iata = 'BOI' AND date < '2001-01-15' ORDER BY p95_delay DESC NULLS LAST, destination_iata, date

-- @nulls-default-desc ordered
SELECT n, nullif(n, 3) AS v FROM generate_series(1, 5) AS n ORDER BY v DESC, n

-- @order-by-expression ordered
SELECT iata, departures, delayed_departures FROM gold.airport_months ORDER BY departures - 2 * delayed_departures DESC, iata, month LIMIT 20

-- @order-by-position-and-alias ordered
SELECT state AS s, count(*) AS n FROM gold.airports GROUP BY s ORDER BY n DESC, 1 LIMIT 12

-- @integer-division ordered
SELECT n, n / 3 AS quotient, -n / 3 AS negative, n % 3 AS rest, -n % 3 AS negative_rest, mod(n, -3) AS m FROM generate_series(1, 8) AS n ORDER BY n

-- @numeric-division approximate
SELECT o_orderkey, o_totalprice / 3 AS third, round(o_totalprice / 7, 4) AS r, trunc(o_totalprice, -2) AS t FROM tpch.orders WHERE o_orderkey < 100

-- @numeric-arithmetic
SELECT l_orderkey, l_linenumber, l_extendedprice * (1 - l_discount) AS net, l_extendedprice * (1 - l_discount) * (1 + l_tax) AS gross, l_quantity + 0.125 AS q, -l_discount AS d
FROM tpch.lineitem WHERE l_orderkey < 50

-- @numeric-cast
SELECT distinct cast(delay AS numeric(8, 2)) AS a, (delay / 7.0)::numeric(10, 3) AS b, delay::smallint AS c FROM gold.flights WHERE origin_iata = 'SJC'

-- @float-functions approximate
SELECT iata, sqrt(abs(latitude)) AS s, ln(abs(longitude)) AS l, power(latitude, 2) AS p, exp(latitude / 100) AS e, degrees(radians(latitude)) AS d, log(abs(latitude)) AS g
FROM gold.airports WHERE state = 'NM'

-- @great-circle approximate
SELECT a.iata, b.iata AS other,
  6371 * 2 * asin(sqrt(power(sin(radians(b.latitude - a.latitude) / 2), 2) + cos(radians(a.latitude)) * cos(radians(b.latitude)) * power(sin(radians(b.longitude - a.longitude) / 2), 2))) AS km
FROM gold.airports a JOIN gold.airports b ON a.iata < b.iata WHERE a.iata IN ('LAX', 'JFK', 'SFO') AND b.iata IN ('LAX', 'JFK', 'SFO')

-- @rounding ordered
SELECT n, round(n / 2.0) AS half_up, round((n / 2.0)::double precision) AS half_even, ceil(n / 2.0) AS c, floor(-n / 2.0) AS f, trunc(n / 2.0) AS t FROM generate_series(1, 7) AS n ORDER BY n

-- @float-to-int ordered
SELECT n, (n / 2.0)::int AS from_numeric, (n / 2.0)::double precision::int AS from_float FROM generate_series(-5, 5) AS n ORDER BY n

-- @string-functions ordered
SELECT iata, lower(city) AS l, initcap(lower(name)) AS i, char_length(name) AS n, reverse(iata) AS r, repeat(iata, 2) AS rr, lpad(iata, 6, '*') AS lp, rpad(iata, 5, '-') AS rp, right(name, 4) AS e
FROM gold.airports WHERE state = 'WY' ORDER BY iata

-- @trimming ordered
SELECT iata, trim(both 'A' FROM city) AS b, btrim(city, 'aeiou') AS v, ltrim(name, 'JK') AS l, rtrim(name, 'l') AS r FROM gold.airports WHERE state = 'NH' ORDER BY iata

-- @split-part ordered
SELECT iata, split_part(name, ' ', 1) AS one, split_part(name, ' ', 2) AS two, split_part(name, ' ', -1) AS last FROM gold.airports WHERE state = 'ME' ORDER BY iata

-- @regular-expressions ordered
SELECT iata, regexp_replace(name, '[aeiou]', '_', 'g') AS all_vowels, regexp_replace(name, '[aeiou]', '_') AS first_vowel, name ~ '^[A-M]' AS early, name ~* 'MUNI' AS muni, name !~ 'e' AS no_e
FROM gold.airports WHERE state = 'MA' ORDER BY iata

-- @regexp-groups ordered
SELECT iata, (regexp_match(name, '(\w+) (\w+)'))[2] AS second, substring(name FROM '([A-Z])[a-z]+$') AS letter FROM gold.airports WHERE state = 'CT' ORDER BY iata

-- @similar-to
SELECT count(*) FROM gold.airports WHERE iata SIMILAR TO '[A-C]{3}'

-- @like-escape
SELECT count(*) FROM gold.airports WHERE name LIKE '%\_%' OR name LIKE '%!%%' ESCAPE '!'

-- @translate-ascii-chr ordered
SELECT iata, translate(iata, 'ABC', 'xyz') AS t, ascii(iata) AS a, chr(ascii(iata) + 1) AS c, md5(iata) AS m, overlay(city PLACING '##' FROM 2 FOR 1) AS o FROM gold.airports WHERE state = 'DC' OR state = 'RI' ORDER BY iata

-- @concat-and-null ordered
SELECT n, concat('a', nullif(n, 2)::text, 'b') AS skips, 'a' || nullif(n, 2)::text || 'b' AS spreads, concat_ws('-', 'x', nullif(n, 2)::text, 'y') AS ws FROM generate_series(1, 3) AS n ORDER BY n

-- @format ordered
SELECT format('%s (%s)', city, state) AS label FROM gold.airports WHERE state = 'DE' ORDER BY iata

-- @to-char-dates ordered
SELECT flight_id, to_char(date, 'YYYY-MM-DD HH24:MI:SS') AS a, to_char(date, 'Dy, DD Mon YYYY') AS b, to_char(date, 'HH12:MI am') AS c, to_char(date, 'Q IW DDD D') AS d FROM gold.flights WHERE origin_iata = 'ABE' ORDER BY flight_id

-- @to-char-numbers ordered
SELECT o_orderkey, to_char(o_totalprice, 'FM999,999,990.00') AS money, to_char(o_orderkey, '00000') AS padded, to_char(-o_totalprice, '999999.9') AS negative FROM tpch.orders WHERE o_orderkey < 40 ORDER BY o_orderkey

-- @date-parts ordered
SELECT flight_id, date_part('doy', date) AS doy, date_part('week', date) AS week, extract(isodow FROM date) AS isodow, extract(isoyear FROM date) AS isoyear, extract(epoch FROM date) AS epoch, extract(second FROM date) AS s
FROM gold.flights WHERE origin_iata = 'ABE' ORDER BY flight_id

-- @date-truncations ordered
SELECT DISTINCT date_trunc('year', date) AS y, date_trunc('quarter', date) AS q, date_trunc('week', date) AS w FROM gold.flights ORDER BY 1, 2, 3

-- @date-arithmetic ordered
SELECT month, month + 31 AS plus_days, month + interval '1 month' AS next, month - date '2001-01-01' AS days, (month + interval '1 month' - interval '1 day')::date AS last_day, make_date(2001, extract(month FROM month)::int, 15) AS mid
FROM (SELECT DISTINCT month FROM gold.airport_months) m ORDER BY month

-- @interval-results ordered
SELECT origin_iata, max(date) - min(date) AS span, age(max(date), min(date)) AS aged, extract(epoch FROM max(date) - min(date)) / 3600 AS hours FROM gold.flights WHERE origin_iata IN ('ABE', 'BOI') GROUP BY origin_iata ORDER BY 1

-- @interval-justify ordered
SELECT n, interval '1 hour' * n AS h, justify_hours(interval '1 hour' * n) AS j, n * interval '1 month 2 days' AS m FROM generate_series(10, 50, 20) AS n ORDER BY n

-- @time-zone ordered
SELECT flight_id, date AT TIME ZONE 'America/New_York' AS instant, (date AT TIME ZONE 'UTC') AT TIME ZONE 'America/Los_Angeles' AS local FROM gold.flights WHERE origin_iata = 'OAK' AND delay > 60 ORDER BY flight_id

-- @date-bin ordered
SELECT date_bin('6 hours', date, timestamp '2001-01-01') AS slot, count(*) AS n FROM gold.flights WHERE date < '2001-01-04' GROUP BY 1 ORDER BY 1

-- @overlaps
SELECT count(*) FROM gold.flights WHERE (date, interval '1 hour') OVERLAPS (timestamp '2001-03-04 08:00', timestamp '2001-03-04 12:00')

-- @to-date ordered
SELECT to_date('15 Mar 2001', 'DD Mon YYYY') AS d, to_timestamp('2001-03-15 06:07', 'YYYY-MM-DD HH24:MI')::timestamp AS t, to_number('1,234.50', '9,999.99') AS n

-- @case-simple
SELECT CASE o_orderstatus WHEN 'F' THEN 'done' WHEN 'O' THEN 'open' END AS status, count(*) AS n FROM tpch.orders GROUP BY 1

-- @null-logic ordered
SELECT n, nullif(n, 2) > 1 AS gt, nullif(n, 2) IS DISTINCT FROM 1 AS d, nullif(n, 2) IN (1, NULL) AS i, (nullif(n, 2) = 2) IS UNKNOWN AS u, (n = 1) IS NOT TRUE AS nt FROM generate_series(1, 3) AS n ORDER BY n

-- @greatest-and-null ordered
SELECT n, greatest(n, nullif(n, 2), 2) AS g, least(NULL, n) AS l, coalesce(nullif(n, 1), 9) AS c FROM generate_series(1, 3) AS n ORDER BY n

-- @empty-aggregates
SELECT count(*) AS c, sum(delay) AS s, avg(delay) AS a, min(date) AS m, string_agg(origin_iata, ',') AS t FROM gold.flights WHERE origin_iata = 'ZZZ'

-- @aggregate-of-masked approximate
SELECT origin_iata, count(*) AS n, count(p95_delay) AS known, avg(p95_delay) AS a, max(p95_delay) AS m FROM gold.route_days GROUP BY origin_iata

-- @group-by-masked
SELECT latitude, count(*) AS n FROM gold.airports WHERE state = 'AZ' GROUP BY latitude

-- @join-on-masked
SELECT count(*) FROM gold.airports a JOIN gold.airports b ON a.latitude = b.latitude AND a.longitude = b.longitude AND a.iata < b.iata WHERE a.state = 'CA' AND b.state = 'CA'

-- @filter-on-masked
SELECT iata FROM gold.airports WHERE latitude BETWEEN 33.9 AND 34.1 AND longitude < -117.9

-- @window-over-masked ordered
SELECT c_custkey, c_acctbal, rank() OVER (ORDER BY c_acctbal DESC NULLS LAST) AS r FROM tpch.customer WHERE c_custkey <= 60 ORDER BY c_custkey

-- @shortened-phones
SELECT s_nationkey, min(s_phone) AS phone FROM tpch.supplier GROUP BY s_nationkey

-- @select-star-of-join
SELECT * FROM gold.airport_months m JOIN gold.airports a ON a.iata = m.iata WHERE a.state = 'HI'

-- @table-statement
SELECT count(*) FROM (TABLE gold.airports) t

-- @column-aliases-of-a-table
SELECT t.code, t.stadt FROM gold.airports AS t (code, bezeichnung, stadt) WHERE t.code = 'LAX'

-- @quoted-mixed-case-aliases
SELECT "F"."delay" AS "Delay (min)", "F"."origin_iata" AS "Origin ""IATA""" FROM gold.flights "F" WHERE "F"."origin_iata" = 'SJC' AND "F"."delay" > 100

-- @no-table
SELECT 1 AS one, 'text' AS word, NULL AS nothing, true AS yes, 1.50 AS amount, date '2001-01-31' AS day

-- @group-by-nothing-with-having
SELECT 'enough' AS verdict FROM gold.airports HAVING count(*) > 1000

-- @distinct-rows ordered
SELECT DISTINCT state, country FROM gold.airports WHERE state > 'W' ORDER BY state, country

-- @count-distinct-pairs
SELECT count(DISTINCT (origin_iata, destination_iata)) AS routes FROM gold.flights

-- @sum-distinct approximate
SELECT sum(DISTINCT distance) AS s, avg(DISTINCT distance) AS a FROM gold.flights WHERE origin_iata = 'SFO'

-- @large-in-list
SELECT count(*) FROM gold.flights WHERE flight_id IN (7, 107, 207, 307, 407, 507, 607, 707, 807, 907, 1007, 1107, 1207, 1307, 1407, 1507, 1607, 1707, 1807, 1907, 2007)

-- @bit-operators ordered
SELECT n, n & 6 AS a, n | 8 AS o, n # 5 AS x, ~n AS c, n << 2 AS l, n >> 1 AS r FROM generate_series(1, 9, 4) AS n ORDER BY n

-- @json-object ordered
SELECT json_build_object('code', iata, 'city', city)::text AS j FROM gold.airports WHERE state = 'DE' ORDER BY iata

-- @typed-literals ordered
SELECT '2001-02-03'::date AS d, '12:34:56'::time AS t, '1 day 02:03:04'::interval AS i, '12.50'::numeric(6, 2) AS n, 'yes'::boolean AS b, '5'::int + 1 AS six

-- @text-comparison ordered
SELECT iata FROM gold.airports WHERE iata >= 'X' AND iata < 'Y' ORDER BY iata DESC

-- @accented-text ordered
SELECT w, upper(w) AS u, length(w) AS l, octet_length(w) AS o FROM (VALUES ('é'), ('zürich'), ('ﬁn'), ('東京')) AS t (w) ORDER BY w

-- @case-sensitivity
SELECT count(*) FROM gold.airports WHERE state = 'ca'

-- @correlated-in-select-and-where ordered
SELECT a.iata, (SELECT max(m.departures) FROM gold.airport_months m WHERE m.iata = a.iata) AS best
FROM gold.airports a WHERE a.state = 'WA' AND (SELECT count(*) FROM gold.airport_months m WHERE m.iata = a.iata) > 3 ORDER BY a.iata

-- @gaps-and-islands ordered
WITH days AS (SELECT DISTINCT date FROM gold.route_days WHERE origin_iata = 'ABE' AND destination_iata = 'ORD'),
marked AS (SELECT date, date - (row_number() OVER (ORDER BY date))::int AS island FROM days)
SELECT min(date) AS first, max(date) AS last, count(*) AS n FROM marked GROUP BY island ORDER BY 1

-- @cohort ordered
WITH first_order AS (SELECT o_custkey, date_trunc('year', min(o_orderdate)) AS cohort FROM tpch.orders GROUP BY 1)
SELECT f.cohort, extract(year FROM o.o_orderdate) - extract(year FROM f.cohort) AS age, count(DISTINCT o.o_custkey) AS customers
FROM tpch.orders o JOIN first_order f USING (o_custkey) GROUP BY 1, 2 ORDER BY 1, 2

-- @pareto ordered approximate
SELECT origin_iata, n, running / total AS share FROM (
  SELECT origin_iata, n, sum(n) OVER (ORDER BY n DESC, origin_iata) AS running, sum(n) OVER () AS total FROM (SELECT origin_iata, count(*) AS n FROM gold.flights GROUP BY 1) c
) s WHERE running - n < 0.5 * total ORDER BY n DESC, origin_iata

-- @abc-segments
SELECT segment, count(*) AS parts, sum(value) AS value FROM (
  SELECT ps_partkey, sum(ps_supplycost * ps_availqty) AS value, ntile(3) OVER (ORDER BY sum(ps_supplycost * ps_availqty) DESC, ps_partkey) AS segment FROM tpch.partsupp GROUP BY 1
) s GROUP BY segment
