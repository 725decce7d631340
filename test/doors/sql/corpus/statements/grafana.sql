-- What Grafana panels hold once its macros are filled in.

-- @time-series ordered
SELECT floor(extract(epoch from date)/86400)*86400 AS "time", count(*) AS flights
FROM gold.flights
WHERE date BETWEEN '2001-01-01T00:00:00Z' AND '2001-01-31T23:59:59Z'
GROUP BY 1
ORDER BY 1

-- @time-series-two-metrics ordered approximate
SELECT date_trunc('day', date) AS "time", origin_iata AS metric, avg(delay) AS value
FROM gold.flights
WHERE date BETWEEN '2001-03-01' AND '2001-03-31' AND origin_iata IN ('LAX', 'SFO')
GROUP BY 1, 2
ORDER BY 1, 2

-- @hourly-group ordered
SELECT date_trunc('hour', date) AS time, count(*) AS value FROM gold.flights
WHERE date >= '2001-02-01' AND date < '2001-02-03' GROUP BY time ORDER BY time

-- @gauge approximate
SELECT avg(delay) FROM gold.flights WHERE date >= '2001-06-01'

-- @stat-last-value ordered
SELECT month, departures FROM gold.airport_months WHERE iata = 'LAX' ORDER BY month DESC LIMIT 1

-- @table-panel ordered
SELECT origin_iata AS "Airport", count(*) AS "Flights", max(delay) AS "Worst" FROM gold.flights GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 25

-- @variable-query ordered
SELECT DISTINCT iata AS __value, name AS __text FROM gold.airports WHERE state = 'CA' ORDER BY 1

-- @heatmap-buckets ordered
SELECT width_bucket(delay, 0, 120, 12) AS bucket, count(*) AS n FROM gold.flights GROUP BY 1 ORDER BY 1

-- @fill-missing ordered
SELECT d AS time, COALESCE(n, 0) AS value
FROM generate_series(timestamp '2001-01-01', timestamp '2001-01-31', interval '1 day') AS d
LEFT JOIN (SELECT date_trunc('day', date) AS day, count(*) AS n FROM gold.flights WHERE origin_iata = 'ABE' GROUP BY 1) AS x ON x.day = d
ORDER BY d

-- @rate ordered
SELECT time, value - lag(value) OVER (ORDER BY time) AS change
FROM (SELECT date_trunc('week', date) AS time, count(*) AS value FROM gold.flights GROUP BY 1) AS q
ORDER BY time

-- @annotations ordered
SELECT date AS time, 'late: ' || flight_id AS text, origin_iata || ',' || destination_iata AS tags
FROM gold.flights WHERE delay > 400 ORDER BY date, flight_id

-- @extremes ordered
(SELECT 'latest' AS kind, origin_iata, max(delay) AS value FROM gold.flights GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT 3)
UNION ALL
(SELECT 'earliest', origin_iata, min(delay) FROM gold.flights GROUP BY 2 ORDER BY 3, 2 LIMIT 3)
ORDER BY 1, 3, 2

-- @percentile-lines ordered approximate
SELECT date_trunc('month', date) AS time, percentile_cont(0.5) WITHIN GROUP (ORDER BY delay) AS p50,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY delay) AS p95
FROM gold.flights GROUP BY 1 ORDER BY 1

-- @time-shift ordered
SELECT date_trunc('day', date) + interval '7 days' AS time, count(*) AS last_week FROM gold.flights
WHERE date >= timestamp '2001-05-01' - interval '7 days' AND date < timestamp '2001-05-08' - interval '7 days' GROUP BY 1 ORDER BY 1

-- @variable-all
SELECT count(*) FROM gold.flights WHERE origin_iata IN ('LAX','SFO','OAK','SJC','SAN')

-- @bool-state ordered
SELECT date AS time, average_delay > 20 AS bad FROM gold.route_days
WHERE origin_iata = 'SFO' AND destination_iata = 'LAX' ORDER BY date
