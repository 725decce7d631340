-- Superset: charts whose SQL the first set has not, with its jinja filters filled in.

-- @time-grain-quarter-hour ordered
SELECT DATE_TRUNC('hour', date) + INTERVAL '15 minutes' * FLOOR(EXTRACT(MINUTE FROM date) / 15) AS date, COUNT(*) AS count
FROM gold.flights WHERE date >= TO_TIMESTAMP('2001-01-03 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND date < TO_TIMESTAMP('2001-01-04 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
GROUP BY 1 ORDER BY 1

-- @date-column-filter
SELECT origin_iata AS origin_iata, sum(flights) AS "SUM(flights)" FROM gold.route_days
WHERE date >= TO_DATE('2001-01-01', 'YYYY-MM-DD') AND date < TO_DATE('2001-02-01', 'YYYY-MM-DD') GROUP BY origin_iata ORDER BY "SUM(flights)" DESC LIMIT 50000

-- @calendar-heatmap ordered
SELECT DATE_TRUNC('day', date) AS __timestamp, COUNT(DISTINCT destination_iata) AS n FROM gold.flights GROUP BY DATE_TRUNC('day', date) ORDER BY n DESC, __timestamp LIMIT 50000

-- @sunburst
SELECT state AS state, city AS city, iata AS iata, COUNT(*) AS count FROM gold.airports WHERE state IS NOT NULL GROUP BY state, city, iata HAVING COUNT(*) > 0 LIMIT 50000

-- @correlation approximate
-- Rounded: of two or three rows, what is 0 in Postgres is 1e-17 elsewhere.
SELECT origin_iata, round(corr(delay, distance)::numeric, 9) AS c, round(regr_slope(delay, distance)::numeric, 9) AS s, round(regr_r2(delay, distance)::numeric, 9) AS r FROM gold.flights GROUP BY origin_iata

-- @order-by-metric-not-shown ordered
SELECT origin_iata AS origin_iata FROM gold.flights GROUP BY origin_iata ORDER BY COUNT(*) DESC, origin_iata LIMIT 10

-- @not-in-with-null
SELECT destination_iata, COUNT(*) FROM gold.flights WHERE (destination_iata NOT IN ('LAX', 'SFO') OR destination_iata IS NULL) AND origin_iata = 'OAK' GROUP BY 1

-- @latest-partition
SELECT COUNT(*) FROM gold.route_days WHERE date = (SELECT MAX(date) FROM gold.route_days)

-- @waterfall ordered
SELECT DATE_TRUNC('month', date)::date AS m, SUM(CASE WHEN delay > 0 THEN 1 ELSE -1 END) AS net FROM gold.flights GROUP BY 1 ORDER BY 1

-- @virtual-dataset-with-union ordered
SELECT kind, SUM(n) AS n FROM (SELECT 'out' AS kind, COUNT(*) AS n FROM gold.flights WHERE origin_iata = 'SFO' UNION ALL SELECT 'in', COUNT(*) FROM gold.flights WHERE destination_iata = 'SFO') AS virtual_table GROUP BY kind ORDER BY kind
