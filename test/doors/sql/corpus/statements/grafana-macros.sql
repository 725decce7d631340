-- Grafana: its time macros after expansion, alerts and variables.

-- @time-group-epoch ordered
SELECT floor(extract(epoch from f.date) / 3600) * 3600 AS "time", count(*) AS value
FROM gold.flights f
WHERE f.date BETWEEN '2001-01-05T00:00:00Z' AND '2001-01-06T00:00:00Z'
GROUP BY 1 ORDER BY 1

-- @time-group-date-bin ordered
SELECT date_bin('6 hours', f.date, timestamp '2001-01-01') AS "time", avg(f.delay)::float8 IS NOT NULL AS any
FROM gold.flights f WHERE f.date < '2001-01-15' GROUP BY 1 ORDER BY 1

-- @unix-epoch-filter
SELECT count(*) FROM gold.flights WHERE extract(epoch from date) >= 979516800 AND extract(epoch from date) <= 980121600

-- @filled-series ordered
SELECT s.t AS "time", coalesce(c.n, 0) AS value
FROM generate_series('2001-01-01 00:00:00'::timestamp, '2001-01-02 00:00:00'::timestamp, '2 hours'::interval) AS s(t)
LEFT JOIN (SELECT date_trunc('hour', date) AS t, count(*) AS n FROM gold.flights GROUP BY 1) c ON c.t >= s.t AND c.t < s.t + '2 hours'::interval AND c.n > 3
ORDER BY 1, 2

-- @histogram-buckets ordered
SELECT width_bucket(delay, -60, 240, 30) AS bucket, min(delay) AS low, max(delay) AS high, count(*) AS n FROM gold.flights GROUP BY 1 ORDER BY 1

-- @bucket-array ordered
SELECT width_bucket(distance, ARRAY[0, 250, 500, 1000, 2000]) AS bucket, count(*) AS n FROM gold.flights GROUP BY 1 ORDER BY 1

-- @moving-average ordered approximate
SELECT d AS "time", avg(n) OVER (ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS average
FROM (SELECT date::date AS d, count(*) AS n FROM gold.flights GROUP BY 1) x ORDER BY 1

-- @variable-with-text-and-value ordered
SELECT name AS __text, iata AS __value FROM gold.airports WHERE state IN ('CA') ORDER BY name, iata LIMIT 20

-- @alert-threshold
SELECT max(delay) > 500 AS fired, now() - max(date) > interval '10 days' AS stale FROM gold.flights

-- @labels-as-format ordered
SELECT format('%s → %s', origin_iata, destination_iata) AS metric, sum(flights) AS value FROM gold.route_days WHERE date < '2001-01-03' GROUP BY 1 ORDER BY 1
