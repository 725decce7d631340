-- What Tableau makes over a Postgres connection.

-- @records
SELECT SUM(1) AS "sum:Number of Records:ok" FROM "gold"."flights" "flights" HAVING (COUNT(1) > 0)

-- @records-by-origin
SELECT "flights"."origin_iata" AS "origin_iata", SUM(1) AS "sum:Number of Records:ok"
FROM "gold"."flights" "flights"
GROUP BY 1

-- @sum-and-average approximate
SELECT "flights"."origin_iata" AS "origin_iata",
  SUM("flights"."distance") AS "sum:distance:ok",
  AVG(CAST("flights"."delay" AS DOUBLE PRECISION)) AS "avg:delay:ok"
FROM "gold"."flights" "flights"
GROUP BY 1

-- @month-truncation
SELECT DATE_TRUNC('MONTH', "flights"."date") AS "tmn:date:ok", SUM("flights"."delay") AS "sum:delay:ok"
FROM "gold"."flights" "flights"
GROUP BY 1

-- @week-starting-on-sunday
SELECT (DATE_TRUNC('DAY', "flights"."date") + (-EXTRACT(DOW FROM "flights"."date") * INTERVAL '1 DAY')) AS "twk:date:ok",
  COUNT("flights"."flight_id") AS "cnt:flight_id:ok"
FROM "gold"."flights" "flights"
GROUP BY 1

-- @year-quarter-parts
SELECT CAST(EXTRACT(YEAR FROM "flights"."date") AS INTEGER) AS "yr:date:ok",
  CAST(EXTRACT(QUARTER FROM "flights"."date") AS INTEGER) AS "qr:date:ok",
  SUM("flights"."distance") AS "sum:distance:ok"
FROM "gold"."flights" "flights"
GROUP BY 1, 2

-- @weekday-part
SELECT CAST((1 + EXTRACT(DOW FROM "flights"."date")) AS INTEGER) AS "wd:date:ok", MIN("flights"."delay") AS "min:delay:ok",
  MAX("flights"."delay") AS "max:delay:ok"
FROM "gold"."flights" "flights"
GROUP BY 1

-- @custom-sql
SELECT "Custom SQL Query"."state" AS "state", SUM("Custom SQL Query"."n") AS "sum:n:ok"
FROM (
  SELECT a.state, count(*) AS n
  FROM gold.flights f
  JOIN gold.airports a ON a.iata = f.origin_iata
  GROUP BY a.state, a.city
) "Custom SQL Query"
GROUP BY 1

-- @custom-sql-limited ordered
SELECT * FROM (
  SELECT flight_id, origin_iata, delay FROM gold.flights
) "Custom SQL Query"
ORDER BY "flight_id"
LIMIT 100

-- @domain-of-a-filter ordered
SELECT "airports"."state" AS "state" FROM "gold"."airports" "airports" GROUP BY 1 ORDER BY 1 ASC NULLS FIRST

-- @range-of-a-filter
SELECT MIN("flights"."delay") AS "TEMP(TC_min)", MAX("flights"."delay") AS "TEMP(TC_max)"
FROM "gold"."flights" "flights" HAVING (COUNT(1) > 0)

-- @range-of-dates
SELECT MIN("flights"."date") AS "lower", MAX("flights"."date") AS "upper", COUNT(1) AS "n"
FROM "gold"."flights" "flights" HAVING (COUNT(1) > 0)

-- @bins
SELECT FLOOR("flights"."distance" / 500.0) AS "distance (bin)", COUNT(DISTINCT "flights"."flight_id") AS "ctd:flight_id:ok"
FROM "gold"."flights" "flights"
GROUP BY 1

-- @case-group
SELECT (CASE WHEN ("airports"."state" IN ('CA', 'OR', 'WA')) THEN 'Pacific'
    WHEN ("airports"."state" IN ('NY', 'NJ', 'CT')) THEN 'Tri-State' ELSE 'Other' END) AS "State (group)",
  COUNT(1) AS "cnt:airports:ok"
FROM "gold"."airports" "airports"
GROUP BY 1

-- @calculated-boolean
SELECT (("flights"."delay" > 15) AND ("flights"."distance" < 1000)) AS "Calculation_1", SUM(1) AS "n"
FROM "gold"."flights" "flights"
GROUP BY 1

-- @quantitative-filter
SELECT "flights"."destination_iata" AS "destination_iata", SUM("flights"."delay") AS "sum:delay:ok"
FROM "gold"."flights" "flights"
WHERE (("flights"."distance" >= 499.99999999999994) AND ("flights"."distance" <= 1500.0000000000002))
GROUP BY 1

-- @date-filter
SELECT "flights"."origin_iata" AS "origin_iata", COUNT(1) AS "n"
FROM "gold"."flights" "flights"
WHERE (("flights"."date" >= (TIMESTAMP '2001-02-01 00:00:00.000')) AND ("flights"."date" < (TIMESTAMP '2001-03-01 00:00:00.000')))
GROUP BY 1

-- @relative-date-filter
SELECT COUNT(1) AS "n"
FROM "gold"."flights" "flights"
WHERE "flights"."date" >= DATE_TRUNC('MONTH', TIMESTAMP '2001-06-15 10:00:00') + (-1 * INTERVAL '1 MONTH')
  AND "flights"."date" < DATE_TRUNC('MONTH', TIMESTAMP '2001-06-15 10:00:00')

-- @in-list-with-null
SELECT "a"."city" AS "city", SUM(1) AS "n"
FROM "gold"."airports" "a"
WHERE (("a"."state" IN ('CA', 'NV')) OR ("a"."state" IS NULL))
GROUP BY 1

-- @exclude-list
SELECT "a"."state" AS "state", SUM(1) AS "n"
FROM "gold"."airports" "a"
WHERE ((NOT ("a"."state" IN ('CA', 'NV', 'TX'))) OR ("a"."state" IS NULL))
GROUP BY 1

-- @top-n-by-subquery approximate
SELECT "flights"."origin_iata" AS "origin_iata", AVG(CAST("flights"."delay" AS DOUBLE PRECISION)) AS "avg:delay:ok"
FROM "gold"."flights" "flights"
INNER JOIN (
  SELECT "flights"."origin_iata" AS "origin_iata", COUNT(1) AS "$__alias__0"
  FROM "gold"."flights" "flights"
  GROUP BY 1
  ORDER BY 2 DESC, 1 ASC
  LIMIT 10
) "t0" ON ("flights"."origin_iata" = "t0"."origin_iata")
GROUP BY 1

-- @null-safe-join
SELECT "t0"."state" AS "state", "t0"."n" AS "n", "t1"."big" AS "big"
FROM (SELECT "a"."state" AS "state", COUNT(1) AS "n" FROM "gold"."airports" "a" GROUP BY 1) "t0"
LEFT JOIN (
  SELECT "a"."state" AS "state", COUNT(1) AS "big" FROM "gold"."airports" "a" WHERE "a"."latitude" > 40 GROUP BY 1
) "t1" ON (("t0"."state" = "t1"."state") OR (("t0"."state" IS NULL) AND ("t1"."state" IS NULL)))

-- @fixed-lod
SELECT "t1"."__measure__0" AS "LOD", COUNT(1) AS "n"
FROM "gold"."flights" "flights"
INNER JOIN (
  SELECT "flights"."destination_iata" AS "destination_iata", MAX("flights"."distance") AS "__measure__0"
  FROM "gold"."flights" "flights"
  GROUP BY 1
) "t1" ON ("flights"."destination_iata" = "t1"."destination_iata")
GROUP BY 1

-- @include-lod approximate
SELECT "t0"."state" AS "state", AVG("t0"."__measure__1") AS "avg:Calculation_2:ok"
FROM (
  SELECT "o"."state" AS "state", "f"."origin_iata" AS "origin_iata", SUM("f"."delay") AS "__measure__1"
  FROM "gold"."flights" "f"
  LEFT JOIN "gold"."airports" "o" ON ("f"."origin_iata" = "o"."iata")
  GROUP BY 1, 2
) "t0"
GROUP BY 1

-- @two-roles-of-one-table
SELECT "origin"."state" AS "state", "destination"."state" AS "state (destination)", SUM(1) AS "n"
FROM "gold"."flights" "flights"
LEFT JOIN "gold"."airports" "origin" ON ("flights"."origin_iata" = "origin"."iata")
LEFT JOIN "gold"."airports" "destination" ON ("flights"."destination_iata" = "destination"."iata")
GROUP BY 1, 2

-- @map-points
SELECT "a"."iata" AS "iata", AVG("a"."latitude") AS "avg:latitude:ok", AVG("a"."longitude") AS "avg:longitude:ok"
FROM "gold"."airports" "a"
WHERE ("a"."state" = 'CA')
GROUP BY 1

-- @having-on-measure
SELECT "f"."origin_iata" AS "origin_iata", SUM("f"."delay") AS "sum:delay:ok"
FROM "gold"."flights" "f"
GROUP BY 1
HAVING ((SUM("f"."delay") >= 1000) AND (SUM("f"."delay") <= 5000))

-- @string-calculations
SELECT UPPER("a"."city") || ', ' || "a"."state" AS "Label", LENGTH("a"."name") AS "Length", LEFT("a"."name", 3) AS "Left",
  POSITION('an' IN "a"."name") AS "Find", SUBSTRING("a"."name", 2, 4) AS "Mid"
FROM "gold"."airports" "a"
WHERE "a"."state" = 'HI'

-- @contains
SELECT COUNT(1) AS "n" FROM "gold"."airports" "a" WHERE (STRPOS(LOWER("a"."name"), LOWER('intl')) > 0)

-- @starts-with
SELECT "a"."iata" AS "iata" FROM "gold"."airports" "a" WHERE (LEFT(LTRIM("a"."name"), LENGTH('San')) = 'San')

-- @zero-if-null approximate
SELECT "r"."origin_iata" AS "origin_iata", SUM(COALESCE("r"."p95_delay", 0.0)) AS "sum:Calc:ok", COUNT("r"."p95_delay") AS "cnt"
FROM "gold"."route_days" "r"
GROUP BY 1

-- @ratio-with-null-guard approximate
SELECT "r"."origin_iata" AS "origin_iata",
  (CAST(SUM("r"."delayed_flights") AS DOUBLE PRECISION) / NULLIF(CAST(SUM("r"."flights") AS DOUBLE PRECISION), 0)) AS "Late share"
FROM "gold"."route_days" "r"
GROUP BY 1

-- @ratio-as-case approximate
SELECT "r"."destination_iata" AS "destination_iata",
  (CASE WHEN SUM("r"."flights") = 0 THEN NULL
    ELSE CAST(SUM("r"."delayed_flights") AS DOUBLE PRECISION) / SUM("r"."flights") END) AS "Late share"
FROM "gold"."route_days" "r"
WHERE ("r"."origin_iata" = 'LAX')
GROUP BY 1

-- @median approximate
SELECT "f"."origin_iata" AS "origin_iata", PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY "f"."delay") AS "med:delay:ok"
FROM "gold"."flights" "f"
GROUP BY 1

-- @deviation approximate
SELECT "f"."origin_iata" AS "origin_iata", STDDEV_SAMP("f"."distance") AS "std", VAR_POP("f"."distance") AS "varp"
FROM "gold"."flights" "f"
GROUP BY 1

-- @datediff
SELECT "f"."flight_id" AS "flight_id", (CAST("f"."date" AS DATE) - DATE '2001-01-01') AS "days"
FROM "gold"."flights" "f"
WHERE "f"."origin_iata" = 'OAK'

-- @dateadd
SELECT DATE_TRUNC('DAY', "f"."date") + (2 * INTERVAL '1 DAY') AS "due", COUNT(1) AS "n"
FROM "gold"."flights" "f"
WHERE "f"."origin_iata" = 'SFO'
GROUP BY 1

-- @date-name
SELECT TO_CHAR("f"."date", 'FMMonth') AS "name", TO_CHAR("f"."date", 'YYYY-MM') AS "month", COUNT(1) AS "n"
FROM "gold"."flights" "f"
GROUP BY 1, 2

-- @parameter-of-the-sheet
SELECT "f"."origin_iata" AS "origin_iata", SUM(CASE WHEN "f"."delay" > 30 THEN 1 ELSE 0 END) AS "over"
FROM "gold"."flights" "f"
WHERE ('All' = 'All' OR "f"."origin_iata" = 'All')
GROUP BY 1

-- @false-filter
SELECT "f"."origin_iata" AS "origin_iata", SUM(1) AS "n" FROM "gold"."flights" "f" WHERE (1 = 0) GROUP BY 1

-- @round-and-sign
SELECT ROUND(CAST("m"."average_delay" AS NUMERIC), 1) AS "r", SIGN("m"."average_delay") AS "s", ABS("m"."average_delay") AS "a",
  "m"."iata" AS "iata", "m"."month" AS "month"
FROM "gold"."airport_months" "m"
