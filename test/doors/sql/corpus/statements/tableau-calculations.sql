-- What Tableau makes of calculated fields, table calculations done in the database, and its own wrappers.

-- @dateparse
SELECT TO_DATE("t"."d", 'YYYY-MM-DD') AS "parsed", COUNT(*) AS "n"
FROM (SELECT TO_CHAR("flights"."date", 'YYYY-MM-DD') AS "d" FROM "gold"."flights" "flights" WHERE "flights"."origin_iata" = 'SJC') "t"
GROUP BY 1

-- @dateparse-with-time
SELECT TO_TIMESTAMP("t"."d", 'YYYYMMDD HH24:MI:SS') AS "parsed"
FROM (SELECT TO_CHAR("flights"."date", 'YYYYMMDD HH24:MI:SS') AS "d" FROM "gold"."flights" "flights" WHERE "flights"."origin_iata" = 'BOI') "t"

-- @add-days-as-fraction
SELECT "flights"."flight_id" AS "id",
  CAST("flights"."date" AS TIMESTAMP) + ("flights"."delay" / 1440.0) * INTERVAL '1 DAY' AS "arrived"
FROM "gold"."flights" "flights"
WHERE "flights"."origin_iata" = 'BOI'

-- @date-hierarchy-drill
SELECT CAST(TRUNC(EXTRACT(YEAR FROM "flights"."date")) AS INTEGER) AS "yr:date:ok",
  CAST(TRUNC(EXTRACT(MONTH FROM "flights"."date")) AS INTEGER) AS "mn:date:ok",
  CAST(TRUNC(EXTRACT(DAY FROM "flights"."date")) AS INTEGER) AS "dy:date:ok",
  COUNT(1) AS "n"
FROM "gold"."flights" "flights"
WHERE CAST(TRUNC(EXTRACT(YEAR FROM "flights"."date")) AS INTEGER) IN (2001)
GROUP BY 1, 2, 3

-- @iso-week-and-year
SELECT EXTRACT(ISOYEAR FROM "flights"."date")::int AS "iyr:date:ok", EXTRACT(WEEK FROM "flights"."date")::int AS "iwk:date:ok",
  AVG(CAST("flights"."distance" AS DOUBLE PRECISION)) AS "avg:distance:ok"
FROM "gold"."flights" "flights"
GROUP BY 1, 2

-- @string-split-calculation
SELECT SPLIT_PART("airports"."name", ' ', 1) AS "first", SPLIT_PART("airports"."name", ' ', -1) AS "last", COUNT(1) AS "n"
FROM "gold"."airports" "airports"
WHERE "airports"."state" IN ('CA', 'NV')
GROUP BY 1, 2

-- @proper-and-space-calculation
SELECT INITCAP(LOWER("airports"."city")) AS "p", LPAD("airports"."iata", 5, '_') AS "l", REPEAT(' ', 2) || "airports"."state" AS "s",
  ASCII("airports"."iata") AS "a", POSITION('o' IN "airports"."city") AS "at"
FROM "gold"."airports" "airports"
WHERE "airports"."state" = 'OR'

-- @regexp-extract-calculation
SELECT (REGEXP_MATCH("airports"."name", '([A-Za-z]+) '))[1] AS "word", COUNT(*) AS "n"
FROM "gold"."airports" "airports"
WHERE "airports"."state" = 'WA'
GROUP BY 1

-- @window-percent-of-total approximate
SELECT "t"."origin_iata", "t"."n", "t"."n" / SUM("t"."n") OVER () AS "share", RANK() OVER (ORDER BY "t"."n" DESC, "t"."origin_iata") AS "rank"
FROM (SELECT "flights"."origin_iata", COUNT(1) AS "n" FROM "gold"."flights" "flights" GROUP BY 1) "t"

-- @bucket-by-width
SELECT WIDTH_BUCKET(CAST("flights"."distance" AS DOUBLE PRECISION), 0, 3000, 10) AS "bucket", COUNT(1) AS "n"
FROM "gold"."flights" "flights"
GROUP BY 1

-- @formatted-number
SELECT "route_days"."origin_iata", TO_CHAR(SUM("route_days"."flights"), 'FM999,999,990') AS "n", TO_CHAR(AVG("route_days"."flights"), 'FM990.00') AS "a"
FROM "gold"."route_days" "route_days"
GROUP BY 1

-- @exclude-lod approximate
SELECT "f"."state", "f"."city", "f"."n", "s"."n" AS "of_state", CAST("f"."n" AS DOUBLE PRECISION) / NULLIF(CAST("s"."n" AS DOUBLE PRECISION), 0) AS "share"
FROM (
  SELECT "a"."state", "a"."city", COUNT(1) AS "n" FROM "gold"."flights" "x" INNER JOIN "gold"."airports" "a" ON ("x"."origin_iata" = "a"."iata") GROUP BY 1, 2
) "f"
INNER JOIN (
  SELECT "a"."state" AS "none", COUNT(1) AS "n" FROM "gold"."flights" "x" INNER JOIN "gold"."airports" "a" ON ("x"."origin_iata" = "a"."iata") GROUP BY 1
) "s" ON ("f"."state" IS NOT DISTINCT FROM "s"."none")

-- @set-membership
SELECT "airports"."state" AS "state", (CASE WHEN ("t0"."__set" IS NOT NULL) THEN TRUE ELSE FALSE END) AS "io:Set:nk", COUNT(DISTINCT "flights"."flight_id") AS "ctd"
FROM "gold"."flights" "flights"
INNER JOIN "gold"."airports" "airports" ON ("flights"."origin_iata" = "airports"."iata")
LEFT JOIN (
  SELECT "flights"."origin_iata" AS "o", MIN(1) AS "__set" FROM "gold"."flights" "flights" GROUP BY 1 HAVING SUM("flights"."delay") > 2000
) "t0" ON ("flights"."origin_iata" = "t0"."o")
GROUP BY 1, 2

-- @spatial-distance approximate
SELECT "o"."iata", ACOS(LEAST(1.0, SIN(RADIANS("o"."latitude")) * SIN(RADIANS(37.0)) + COS(RADIANS("o"."latitude")) * COS(RADIANS(37.0)) * COS(RADIANS("o"."longitude") - RADIANS(-122.0)))) * 3959 AS "miles"
FROM "gold"."airports" "o"
WHERE "o"."state" = 'CA'
