-- What Apache Superset makes, by chart type. Labels are quoted, limits are literal.

-- @big-number
SELECT COUNT(*) AS count FROM gold.flights LIMIT 50000

-- @big-number-with-trend ordered
SELECT DATE_TRUNC('day', date) AS __timestamp, COUNT(*) AS count
FROM gold.flights
WHERE date >= TO_TIMESTAMP('2001-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
  AND date < TO_TIMESTAMP('2001-04-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
GROUP BY DATE_TRUNC('day', date)
ORDER BY __timestamp ASC
LIMIT 50000

-- @table-chart-aggregated ordered approximate
SELECT origin_iata AS origin_iata, AVG(delay) AS "AVG(delay)", SUM(distance) AS "SUM(distance)"
FROM gold.flights
GROUP BY origin_iata
ORDER BY "SUM(distance)" DESC, origin_iata
LIMIT 1000

-- @table-chart-raw ordered
SELECT flight_id AS flight_id, date AS date, origin_iata AS origin_iata, destination_iata AS destination_iata, delay AS delay
FROM gold.flights
WHERE origin_iata IN ('LAX')
ORDER BY flight_id ASC
LIMIT 1000

-- @time-series-line-with-series-limit approximate
SELECT DATE_TRUNC('month', date) AS __timestamp, origin_iata AS origin_iata, AVG(delay) AS "AVG(delay)"
FROM gold.flights
JOIN (
  SELECT origin_iata AS origin_iata__, COUNT(*) AS mme_inner__
  FROM gold.flights
  GROUP BY origin_iata
  ORDER BY mme_inner__ DESC, origin_iata__
  LIMIT 5
) AS series_limit ON origin_iata = origin_iata__
GROUP BY DATE_TRUNC('month', date), origin_iata
LIMIT 10000

-- @bar-chart-week ordered
SELECT DATE_TRUNC('week', date) AS date, COUNT(*) AS count
FROM gold.flights
GROUP BY DATE_TRUNC('week', date)
ORDER BY date ASC
LIMIT 10000

-- @pie-chart ordered
SELECT state AS state, COUNT(*) AS count FROM gold.airports GROUP BY state ORDER BY count DESC, state LIMIT 100

-- @heatmap approximate
SELECT EXTRACT(dow FROM date) AS dow, EXTRACT(hour FROM date) AS hour, AVG(delay) AS avg_delay
FROM gold.flights
GROUP BY EXTRACT(dow FROM date), EXTRACT(hour FROM date)
LIMIT 10000

-- @pivot-table
SELECT o.state AS state, DATE_TRUNC('quarter', f.date) AS quarter, SUM(f.distance) AS "SUM(distance)"
FROM gold.flights AS f JOIN gold.airports AS o ON o.iata = f.origin_iata
GROUP BY o.state, DATE_TRUNC('quarter', f.date)
LIMIT 50000

-- @histogram
SELECT delay AS delay FROM gold.flights WHERE origin_iata = 'JFK' LIMIT 10000

-- @box-plot approximate
SELECT origin_iata, DATE_TRUNC('day', date) AS date, AVG(distance) AS avg_distance
FROM gold.flights
WHERE origin_iata IN ('LAX', 'JFK')
GROUP BY origin_iata, DATE_TRUNC('day', date)
LIMIT 10000

-- @virtual-dataset
SELECT state AS state, SUM(flights) AS "SUM(flights)"
FROM (
  SELECT a.state, r.date, SUM(r.flights) AS flights
  FROM gold.route_days r
  JOIN gold.airports a ON r.origin_iata = a.iata
  GROUP BY 1, 2
) AS virtual_table
GROUP BY state
ORDER BY "SUM(flights)" DESC
LIMIT 1000

-- @virtual-dataset-with-cte
WITH busy AS (SELECT origin_iata, COUNT(*) AS n FROM gold.flights GROUP BY origin_iata HAVING COUNT(*) > 200)
SELECT origin_iata AS origin_iata, MAX(n) AS "MAX(n)"
FROM (SELECT * FROM busy) AS virtual_table
GROUP BY origin_iata
LIMIT 1000

-- @adhoc-filters
SELECT destination_iata AS destination_iata, COUNT(*) AS count
FROM gold.flights
WHERE delay > 30 AND origin_iata NOT IN ('ATL', 'ORD') AND (destination_iata LIKE 'S%') AND distance BETWEEN 300 AND 900
GROUP BY destination_iata
LIMIT 100

-- @ilike-filter
SELECT iata, name FROM gold.airports WHERE name ILIKE '%regional%' AND state = 'MN' LIMIT 1000

-- @custom-metric approximate
SELECT origin_iata, SUM(CASE WHEN delay > 15 THEN 1 ELSE 0 END) * 100.0 / COUNT(*) AS late_percent
FROM gold.flights GROUP BY origin_iata LIMIT 1000

-- @row-count-of-samples
SELECT COUNT(*) AS rowcount FROM (SELECT date AS date FROM gold.flights WHERE delay > 120) AS rowcount_qry LIMIT 50000

-- @time-grain-five-minutes
SELECT DATE_TRUNC('minute', date) - INTERVAL '1 minute' * (EXTRACT(MINUTE FROM date)::int % 5) AS slot, COUNT(*) AS count
FROM gold.flights
WHERE date < '2001-01-02'
GROUP BY 1
LIMIT 10000

-- @time-grain-week-ending-saturday
SELECT DATE_TRUNC('week', date + INTERVAL '1 day') + INTERVAL '5 days' AS week_ending, COUNT(*) AS count
FROM gold.flights GROUP BY 1 LIMIT 10000

-- @epoch-column
SELECT MIN(EXTRACT(epoch FROM date)) AS first, MAX(EXTRACT(epoch FROM date)) AS last FROM gold.flights

-- @filter-box ordered
SELECT DISTINCT origin_iata AS origin_iata FROM gold.flights ORDER BY origin_iata ASC LIMIT 10000

-- @sankey
SELECT origin_iata AS source, destination_iata AS target, COUNT(*) AS count
FROM gold.flights WHERE origin_iata IN ('LAX', 'SFO', 'OAK') GROUP BY origin_iata, destination_iata LIMIT 1000

-- @bubble approximate
SELECT a.iata, AVG(a.latitude) AS x, AVG(a.longitude) AS y, COUNT(f.flight_id) AS size
FROM gold.airports a JOIN gold.flights f ON f.origin_iata = a.iata GROUP BY a.iata LIMIT 500

-- @time-comparison
SELECT cur.m AS month, cur.n AS now, prev.n AS before
FROM (SELECT DATE_TRUNC('month', date) AS m, COUNT(*) AS n FROM gold.flights GROUP BY 1) AS cur
LEFT JOIN (SELECT DATE_TRUNC('month', date) + INTERVAL '1 month' AS m, COUNT(*) AS n FROM gold.flights GROUP BY 1) AS prev
  ON cur.m = prev.m

-- @rolling-mean ordered approximate
SELECT day, AVG(n) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS rolling
FROM (SELECT DATE_TRUNC('day', date) AS day, COUNT(*) AS n FROM gold.flights GROUP BY 1) AS days
ORDER BY day
LIMIT 10000

-- @cumulative-sum ordered
SELECT month, SUM(departures) AS n, SUM(SUM(departures)) OVER (ORDER BY month) AS total
FROM gold.airport_months GROUP BY month ORDER BY month LIMIT 1000

-- @contribution approximate
SELECT state, COUNT(*) AS n, COUNT(*) / SUM(COUNT(*)) OVER () AS share FROM gold.airports GROUP BY state LIMIT 100

-- @sql-lab-limit-wrapper ordered
SELECT * FROM (SELECT iata, month, departures FROM gold.airport_months ORDER BY departures DESC, iata, month) AS inner_qry
ORDER BY departures DESC, iata, month LIMIT 101

-- @boolean-dimension approximate
SELECT (delay > 15) AS is_late, COUNT(*) AS count, AVG(distance) AS avg_distance FROM gold.flights GROUP BY (delay > 15)

-- @decimal-metrics approximate
SELECT o_orderpriority, SUM(o_totalprice) AS "SUM(o_totalprice)", AVG(o_totalprice) AS "AVG(o_totalprice)"
FROM tpch.orders GROUP BY o_orderpriority ORDER BY "SUM(o_totalprice)" DESC LIMIT 1000

-- @jinja-made-filter
SELECT origin_iata, COUNT(*) AS count FROM gold.flights
WHERE date >= '2001-02-01' AND date < '2001-02-15' AND 1 = 1 AND (origin_iata = ANY (ARRAY['LAX', 'SEA'])) GROUP BY 1
