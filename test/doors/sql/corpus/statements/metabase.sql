-- What Metabase makes: fully quoted columns, time buckets by CAST and date_trunc, nested questions as "source".

-- @table ordered
SELECT "gold"."airports"."iata" AS "iata", "gold"."airports"."name" AS "name", "gold"."airports"."latitude" AS "latitude"
FROM "gold"."airports"
ORDER BY "gold"."airports"."iata" ASC
LIMIT 2000

-- @count
SELECT COUNT(*) AS "count" FROM "gold"."flights"

-- @count-by-month ordered
SELECT DATE_TRUNC('month', "gold"."flights"."date") AS "date", COUNT(*) AS "count"
FROM "gold"."flights"
GROUP BY DATE_TRUNC('month', "gold"."flights"."date")
ORDER BY DATE_TRUNC('month', "gold"."flights"."date") ASC

-- @count-by-day ordered
SELECT CAST("gold"."flights"."date" AS date) AS "date", COUNT(*) AS "count"
FROM "gold"."flights"
WHERE "gold"."flights"."origin_iata" = 'LAX'
GROUP BY CAST("gold"."flights"."date" AS date)
ORDER BY CAST("gold"."flights"."date" AS date) ASC

-- @week-from-sunday ordered
SELECT (CAST(DATE_TRUNC('week', (CAST("gold"."flights"."date" AS timestamp) + INTERVAL '1 day')) AS timestamp) + INTERVAL '-1 day') AS "date",
  COUNT(*) AS "count"
FROM "gold"."flights"
GROUP BY (CAST(DATE_TRUNC('week', (CAST("gold"."flights"."date" AS timestamp) + INTERVAL '1 day')) AS timestamp) + INTERVAL '-1 day')
ORDER BY 1 ASC

-- @hour-of-day ordered
SELECT CAST(EXTRACT(hour FROM "gold"."flights"."date") AS integer) AS "date", COUNT(*) AS "count"
FROM "gold"."flights"
GROUP BY CAST(EXTRACT(hour FROM "gold"."flights"."date") AS integer)
ORDER BY CAST(EXTRACT(hour FROM "gold"."flights"."date") AS integer) ASC

-- @day-of-week ordered
SELECT (CAST(EXTRACT(dow FROM "gold"."flights"."date") AS integer) + 1) AS "date", COUNT(*) AS "count"
FROM "gold"."flights"
GROUP BY (CAST(EXTRACT(dow FROM "gold"."flights"."date") AS integer) + 1)
ORDER BY 1 ASC

-- @binned-number ordered
SELECT ((FLOOR((("gold"."flights"."distance" - 0.0) / 250.0)) * 250.0) + 0.0) AS "distance", COUNT(*) AS "count"
FROM "gold"."flights"
GROUP BY ((FLOOR((("gold"."flights"."distance" - 0.0) / 250.0)) * 250.0) + 0.0)
ORDER BY 1 ASC

-- @binned-coordinates ordered
SELECT (FLOOR(("gold"."airports"."latitude" / 10.0)) * 10.0) AS "latitude", (FLOOR(("gold"."airports"."longitude" / 10.0)) * 10.0) AS "longitude",
  COUNT(*) AS "count"
FROM "gold"."airports"
GROUP BY 1, 2
ORDER BY 1 ASC, 2 ASC

-- @joined-question ordered approximate
SELECT "Airports"."state" AS "Airports__state", AVG("gold"."flights"."delay") AS "avg"
FROM "gold"."flights"
LEFT JOIN "gold"."airports" AS "Airports" ON "gold"."flights"."origin_iata" = "Airports"."iata"
GROUP BY "Airports"."state"
ORDER BY "Airports"."state" ASC

-- @nested-question ordered
SELECT "source"."origin_iata" AS "origin_iata", "source"."count" AS "count"
FROM (
  SELECT "gold"."flights"."origin_iata" AS "origin_iata", COUNT(*) AS "count"
  FROM "gold"."flights"
  GROUP BY "gold"."flights"."origin_iata"
) AS "source"
WHERE "source"."count" > 400
ORDER BY "source"."count" DESC, "source"."origin_iata" ASC
LIMIT 2000

-- @expression-column ordered
SELECT "source"."late" AS "late", COUNT(*) AS "count"
FROM (
  SELECT "gold"."flights"."delay" AS "delay",
    CASE WHEN "gold"."flights"."delay" > 60 THEN 'Very late' WHEN "gold"."flights"."delay" > 15 THEN 'Late' ELSE 'On time' END AS "late"
  FROM "gold"."flights"
) AS "source"
GROUP BY "source"."late"
ORDER BY "source"."late" ASC

-- @filter-by-text
SELECT COUNT(*) AS "count" FROM "gold"."airports" WHERE (LOWER("gold"."airports"."name") LIKE '%field%')

-- @filter-not-null-or-other
SELECT COUNT(*) AS "count" FROM "gold"."airports"
WHERE ("gold"."airports"."state" <> 'TX') OR ("gold"."airports"."state" IS NULL)

-- @filter-last-months
SELECT COUNT(*) AS "count" FROM "gold"."flights"
WHERE "gold"."flights"."date" >= DATE_TRUNC('month', (TIMESTAMP '2001-06-20 00:00:00' + INTERVAL '-3 month'))
  AND "gold"."flights"."date" < DATE_TRUNC('month', TIMESTAMP '2001-06-20 00:00:00')

-- @filter-by-day
SELECT COUNT(*) AS "count" FROM "gold"."flights"
WHERE CAST("gold"."flights"."date" AS date) BETWEEN date '2001-03-01' AND date '2001-03-07'

-- @distinct-count
SELECT COUNT(distinct "gold"."flights"."origin_iata") AS "count", COUNT(distinct "gold"."flights"."destination_iata") AS "count_2"
FROM "gold"."flights"

-- @share approximate
SELECT CAST(SUM(CASE WHEN "gold"."flights"."delay" > 15 THEN 1 ELSE 0.0 END) AS float) / CASE WHEN COUNT(*) = 0 THEN NULL ELSE COUNT(*) END AS "Share"
FROM "gold"."flights"

-- @sum-where ordered
SELECT "gold"."flights"."origin_iata" AS "origin_iata",
  SUM(CASE WHEN "gold"."flights"."distance" > 1000 THEN "gold"."flights"."distance" ELSE 0.0 END) AS "sum-where"
FROM "gold"."flights" GROUP BY "gold"."flights"."origin_iata" ORDER BY "gold"."flights"."origin_iata" ASC

-- @cumulative-count ordered
SELECT DATE_TRUNC('month', "gold"."flights"."date") AS "date", SUM(COUNT(*)) OVER (ORDER BY DATE_TRUNC('month', "gold"."flights"."date") ASC ROWS UNBOUNDED PRECEDING) AS "count"
FROM "gold"."flights"
GROUP BY DATE_TRUNC('month', "gold"."flights"."date")
ORDER BY DATE_TRUNC('month', "gold"."flights"."date") ASC

-- @field-values
SELECT "source"."substring1" AS "substring1"
FROM (SELECT SUBSTRING("gold"."airports"."state", 1, 1234) AS "substring1" FROM "gold"."airports") AS "source"
GROUP BY "source"."substring1"
LIMIT 10000

-- @fingerprint-sample
SELECT "source"."iata" AS "iata", "source"."city" AS "city"
FROM (SELECT "gold"."airports"."iata" AS "iata", SUBSTRING("gold"."airports"."city", 1, 1234) AS "city" FROM "gold"."airports") AS "source"
LIMIT 10000

-- @drill-through ordered
SELECT "gold"."flights"."flight_id" AS "flight_id", "gold"."flights"."delay" AS "delay"
FROM "gold"."flights"
WHERE "gold"."flights"."date" >= timestamp '2001-03-01 00:00:00.000' AND "gold"."flights"."date" < timestamp '2001-03-02 00:00:00.000'
ORDER BY "gold"."flights"."delay" DESC, "gold"."flights"."flight_id" ASC
LIMIT 100

-- @pivot-with-totals
SELECT "Airports"."state" AS "state", DATE_TRUNC('quarter', "gold"."flights"."date") AS "date", COUNT(*) AS "count", ABS(0) AS "pivot-grouping"
FROM "gold"."flights"
LEFT JOIN "gold"."airports" AS "Airports" ON "gold"."flights"."origin_iata" = "Airports"."iata"
GROUP BY "Airports"."state", DATE_TRUNC('quarter', "gold"."flights"."date"), ABS(0)
LIMIT 20000

-- @offset-previous-row ordered
SELECT DATE_TRUNC('month', "gold"."flights"."date") AS "date", COUNT(*) AS "count",
  LAG(COUNT(*), 1) OVER (ORDER BY DATE_TRUNC('month', "gold"."flights"."date") ASC) AS "before"
FROM "gold"."flights" GROUP BY 1 ORDER BY 1 ASC

-- @native-with-variables approximate
SELECT origin_iata, count(*) AS flights, round(avg(delay), 2) AS delay
FROM gold.flights
WHERE date BETWEEN '2001-01-01' AND '2001-02-28 23:59:59' AND origin_iata IN ('SFO', 'OAK', 'SJC')
GROUP BY origin_iata

-- @median-and-percentile approximate
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY "gold"."flights"."delay") AS "median",
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY "gold"."flights"."delay") AS "percentile"
FROM "gold"."flights"

-- @case-insensitive-ends-with
SELECT "gold"."airports"."name" AS "name" FROM "gold"."airports" WHERE LOWER("gold"."airports"."name") LIKE '%muni' LIMIT 2000

-- @datetime-difference
SELECT "source"."d" AS "d", COUNT(*) AS "count"
FROM (SELECT (CAST("gold"."flights"."date" AS date) - CAST('2001-01-01' AS date)) / 7 AS "d" FROM "gold"."flights") AS "source"
GROUP BY "source"."d"

-- @regex-extract
SELECT SUBSTRING("gold"."airports"."name" FROM '^[A-Za-z]+') AS "first", COUNT(*) AS "count"
FROM "gold"."airports" WHERE "gold"."airports"."state" = 'AK' GROUP BY 1
