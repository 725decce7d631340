-- What Looker makes: dotted aliases, one CTE a derived table, FETCH NEXT and symmetric parts.

-- @dimension-and-measure ordered
SELECT flights."origin_iata" AS "flights.origin_iata", COUNT(*) AS "flights.count"
FROM "gold"."flights" AS flights
GROUP BY 1
ORDER BY 2 DESC, 1
LIMIT 500

-- @fetch-next ordered
SELECT airports."state" AS "airports.state", COUNT(*) AS "airports.count"
FROM gold.airports AS airports
GROUP BY 1
ORDER BY 2 DESC, 1
FETCH NEXT 10 ROWS ONLY

-- @time-dimension ordered
SELECT (TO_CHAR(DATE_TRUNC('month', flights."date"), 'YYYY-MM')) AS "flights.date_month", COUNT(*) AS "flights.count"
FROM gold.flights AS flights
GROUP BY (DATE_TRUNC('month', flights."date"))
ORDER BY 1 DESC
LIMIT 500

-- @date-dimension ordered
SELECT (DATE(flights."date")) AS "flights.date_date", COALESCE(SUM(flights."delay"), 0) AS "flights.total_delay"
FROM gold.flights AS flights
WHERE ((flights."date" >= (TIMESTAMP '2001-04-01') AND flights."date" < (TIMESTAMP '2001-05-01')))
GROUP BY 1
ORDER BY 1 DESC
LIMIT 500

-- @filtered-measure ordered
SELECT flights."origin_iata" AS "flights.origin_iata",
  COUNT(CASE WHEN (flights."delay" > 15) THEN 1 ELSE NULL END) AS "flights.late_count",
  COUNT(CASE WHEN NOT COALESCE(flights."delay" > 15, FALSE) THEN 1 ELSE NULL END) AS "flights.good_count"
FROM gold.flights AS flights
GROUP BY 1
ORDER BY 1
LIMIT 500

-- @yesno approximate
SELECT CASE WHEN (flights."delay" > 15) THEN 'Yes' ELSE 'No' END AS "flights.is_late", AVG(flights."distance") AS "flights.average_distance"
FROM gold.flights AS flights
GROUP BY 1

-- @tier ordered
SELECT CASE WHEN flights."distance" < 500 THEN '0' WHEN flights."distance" >= 500 AND flights."distance" < 1000 THEN '1'
    WHEN flights."distance" >= 1000 THEN '2' ELSE '3' END AS "flights.tier__sort_",
  CASE WHEN flights."distance" < 500 THEN 'Below 500' WHEN flights."distance" >= 500 AND flights."distance" < 1000 THEN '500 to 999'
    WHEN flights."distance" >= 1000 THEN '1000 or Above' ELSE 'Undefined' END AS "flights.tier",
  COUNT(*) AS "flights.count"
FROM gold.flights AS flights
GROUP BY 1, 2
ORDER BY 1

-- @explore-with-two-joins ordered
SELECT origin."state" AS "origin.state", destination."state" AS "destination.state", COUNT(DISTINCT flights."flight_id") AS "flights.count"
FROM gold.flights AS flights
LEFT JOIN gold.airports AS origin ON flights."origin_iata" = origin."iata"
LEFT JOIN gold.airports AS destination ON flights."destination_iata" = destination."iata"
WHERE (origin."state") = 'CA'
GROUP BY 1, 2
ORDER BY 3 DESC, 2
LIMIT 50

-- @derived-table-as-cte ordered
WITH airport_facts AS (
  SELECT origin_iata, COUNT(*) AS lifetime, MIN(date) AS first_flight FROM gold.flights GROUP BY 1
)
SELECT CASE WHEN airport_facts.lifetime > 500 THEN 'hub' ELSE 'spoke' END AS "airport_facts.kind",
  COUNT(*) AS "airports.count"
FROM gold.airports AS airports
INNER JOIN airport_facts ON airports."iata" = airport_facts."origin_iata"
GROUP BY 1
ORDER BY 1

-- @pivot-with-ranks ordered
SELECT * FROM (
  SELECT *, DENSE_RANK() OVER (ORDER BY z___min_rank) AS z___pivot_row_rank,
    RANK() OVER (PARTITION BY z__pivot_col_rank ORDER BY z___min_rank) AS z__pivot_col_ordering
  FROM (
    SELECT *, MIN(z___rank) OVER (PARTITION BY "origin.state") AS z___min_rank
    FROM (
      SELECT *, RANK() OVER (ORDER BY "origin.state" ASC, z__pivot_col_rank) AS z___rank
      FROM (
        SELECT *, DENSE_RANK() OVER (ORDER BY "flights.quarter" NULLS LAST) AS z__pivot_col_rank
        FROM (
          SELECT DATE_TRUNC('quarter', flights."date") AS "flights.quarter", origin."state" AS "origin.state", COUNT(*) AS "flights.count"
          FROM gold.flights AS flights LEFT JOIN gold.airports AS origin ON flights."origin_iata" = origin."iata"
          GROUP BY 1, 2
        ) ww
      ) bb WHERE z__pivot_col_rank <= 16384
    ) aa
  ) xx
) zz
WHERE (z__pivot_col_rank <= 50 OR z__pivot_col_ordering = 1) AND (z___pivot_row_rank <= 500 OR z__pivot_col_ordering = 1)
ORDER BY z___pivot_row_rank, z__pivot_col_rank

-- @totals-row approximate
SELECT COUNT(*) AS "flights.count", AVG(flights."delay") AS "flights.average_delay"
FROM gold.flights AS flights
LIMIT 1

-- @having ordered
SELECT flights."origin_iata" AS "flights.origin_iata", COALESCE(SUM(flights."distance"), 0) AS "flights.total_distance"
FROM gold.flights AS flights
GROUP BY 1
HAVING (COALESCE(SUM(flights."distance"), 0) > 500000)
ORDER BY 2 DESC, 1
LIMIT 500

-- @suggestions ordered
SELECT DISTINCT airports."city" AS "airports.city" FROM gold.airports AS airports
WHERE airports."city" ILIKE 'San%' ORDER BY 1 LIMIT 1000

-- @day-of-week-name ordered
SELECT TO_CHAR(flights."date", 'FMDay') AS "flights.day", MOD(EXTRACT(DOW FROM flights."date")::integer - 1 + 7, 7) AS "flights.day_index", COUNT(*) AS "flights.count"
FROM gold.flights AS flights
GROUP BY 1, 2
ORDER BY 2

-- @running-total ordered
SELECT t."m" AS "month", t."n" AS "count", SUM(t."n") OVER (ORDER BY t."m" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "running"
FROM (SELECT DATE_TRUNC('month', date) AS m, COUNT(*) AS n FROM gold.flights GROUP BY 1) t
ORDER BY 1

-- @list-measure ordered
SELECT airports."state" AS "airports.state", STRING_AGG(DISTINCT airports."city", '|RECORD|' ORDER BY airports."city") AS "airports.cities"
FROM gold.airports AS airports
WHERE airports."state" IN ('HI', 'RI', 'DE')
GROUP BY 1
ORDER BY 1

-- @period-over-period approximate
WITH m AS (SELECT month, SUM(departures) AS n FROM gold.airport_months GROUP BY month)
SELECT m.month, m.n, p.n AS before, 1.0 * (m.n - p.n) / NULLIF(p.n, 0) AS change
FROM m LEFT JOIN m AS p ON p.month = (m.month - INTERVAL '1 month')

-- @location
SELECT airports."latitude" AS "airports.location_latitude", airports."longitude" AS "airports.location_longitude", COUNT(*) AS "airports.count"
FROM gold.airports AS airports
WHERE airports."latitude" BETWEEN 30 AND 35 AND airports."longitude" BETWEEN -100 AND -90
GROUP BY 1, 2

-- @access-filter
SELECT COUNT(*) AS "flights.count" FROM gold.flights AS flights
LEFT JOIN gold.airports AS origin ON flights."origin_iata" = origin."iata"
WHERE origin."state" IN ('CA', 'NV') AND (1 = 1)

-- @order-sums ordered
SELECT customer."c_mktsegment" AS "customer.segment", COALESCE(SUM(orders."o_totalprice"), 0) AS "orders.total"
FROM tpch.orders AS orders INNER JOIN tpch.customer AS customer ON customer."c_custkey" = orders."o_custkey"
GROUP BY 1 ORDER BY 2 DESC
