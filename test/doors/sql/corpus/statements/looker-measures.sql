-- Looker: measures of its own types, symmetric aggregates aside, and dates in every timeframe.

-- @timeframes ordered
SELECT
  TO_CHAR(DATE_TRUNC('month', flights.date), 'YYYY-MM') AS "flights.date_month",
  DATE_TRUNC('year', flights.date)::date AS "flights.date_year",
  TO_CHAR(flights.date, 'FMDay') AS "flights.day_of_week",
  EXTRACT(DOW FROM flights.date)::integer AS "flights.day_of_week_index",
  COUNT(*) AS "flights.count"
FROM gold.flights AS flights
GROUP BY 1, 2, 3, 4
ORDER BY 1, 4

-- @quarter-as-text ordered
SELECT TO_CHAR(DATE_TRUNC('quarter', flights.date), 'YYYY-"Q"Q') AS q, COUNT(*) AS n FROM gold.flights AS flights GROUP BY 1 ORDER BY 1

-- @fiscal-quarter
SELECT CAST(EXTRACT(QUARTER FROM flights.date + INTERVAL '3 MONTH') AS INT) AS fq, COUNT(*) AS n FROM gold.flights GROUP BY 1

-- @duration-dimension
SELECT FLOOR(EXTRACT(EPOCH FROM (flights.date - DATE_TRUNC('month', flights.date))) / 86400)::bigint AS days, COUNT(*) AS n FROM gold.flights GROUP BY 1

-- @percentile-measure approximate
SELECT airports.state, PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY flights.delay) AS p25, PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY flights.delay) AS median
FROM gold.flights AS flights LEFT JOIN gold.airports AS airports ON flights.origin_iata = airports.iata
GROUP BY 1

-- @symmetric-aggregate
SELECT airports.state, COALESCE(SUM(DISTINCT (airports.latitude * 1000)::bigint), 0) AS s, COUNT(DISTINCT airports.iata) AS n
FROM gold.flights AS flights LEFT JOIN gold.airports AS airports ON flights.origin_iata = airports.iata
GROUP BY 1

-- @list-of-distinct-values ordered
SELECT airports.state, STRING_AGG(DISTINCT airports.city, '|' ORDER BY airports.city) AS cities FROM gold.airports WHERE airports.state IN ('NV', 'OR') GROUP BY 1 ORDER BY 1

-- @row-limit-with-offset ordered
SELECT * FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n DESC, origin_iata) AS z___rank FROM (SELECT origin_iata, COUNT(*) AS n FROM gold.flights GROUP BY 1) aa) bb WHERE z___rank <= 10 ORDER BY z___rank

-- @location-bins
SELECT ROUND(airports.latitude::numeric, 0) AS lat, ROUND(airports.longitude::numeric / 5, 0) * 5 AS lon, COUNT(*) AS n FROM gold.airports GROUP BY 1, 2

-- @case-order
SELECT CASE WHEN delay < 0 THEN '0' WHEN delay < 15 THEN '1' ELSE 'Undefined' END AS "flights.delay__sort_", CASE WHEN delay < 0 THEN 'Early' WHEN delay < 15 THEN 'On time' ELSE 'Late' END AS "flights.delay_tier", COUNT(*) AS n
FROM gold.flights GROUP BY 1, 2

-- @filtered-by-pattern
SELECT COUNT(*) AS n FROM gold.airports WHERE (name ILIKE '%intl%' ESCAPE '^' OR name ILIKE '%inter^%%' ESCAPE '^') AND NOT (COALESCE(city, '') ILIKE ANY (ARRAY['san%', 'los%']))
