-- Qlik Sense: load scripts and Direct Discovery over its ODBC connector.

-- @select-listed
SELECT "iata", "name", "city", "state", "latitude", "longitude" FROM "lakehouse"."gold"."airports"

-- @load-with-where
SELECT "flight_id", "date", "delay", "distance", "origin_iata" FROM "gold"."flights" WHERE "date" >= '2001-03-01 00:00:00' AND "origin_iata" LIKE 'S%'

-- @direct-dimension
SELECT DISTINCT "state" FROM "gold"."airports" ORDER BY "state" ASC

-- @direct-measure
SELECT "origin_iata", SUM("delay"), COUNT("flight_id"), MIN("distance"), MAX("distance") FROM "gold"."flights" GROUP BY "origin_iata"

-- @max-key-of-incremental-load
SELECT MAX("flight_id") AS "MaxId", TO_CHAR(MAX("date"), 'YYYY-MM-DD HH24:MI:SS') AS "MaxDate" FROM "gold"."flights"

-- @interval-match
SELECT f."flight_id", b."label" FROM "gold"."flights" f
JOIN (VALUES (0, 199, 'short'), (200, 999, 'medium'), (1000, 9999, 'long')) AS b("low", "high", "label") ON f."distance" BETWEEN b."low" AND b."high"
WHERE f."origin_iata" = 'BOI'

-- @month-name
SELECT TO_CHAR("date", 'Mon') || '-' || EXTRACT(YEAR FROM "date") AS "MonthYear", COUNT(*) AS "n" FROM "gold"."flights" GROUP BY TO_CHAR("date", 'Mon'), EXTRACT(YEAR FROM "date")

-- @numeric-key
SELECT CAST(TO_CHAR("date", 'YYYYMMDD') AS INTEGER) AS "DateKey", SUM("flights") AS "n" FROM "gold"."route_days" GROUP BY CAST(TO_CHAR("date", 'YYYYMMDD') AS INTEGER)

-- @text-to-number
SELECT TO_NUMBER(SUBSTRING("c_name" FROM 10), '999999999') AS "number", "c_custkey" FROM "tpch"."customer" WHERE "c_custkey" < 100

-- @sum-of-decimals
SELECT "o_orderstatus", SUM("o_totalprice") AS "total", ROUND(AVG("o_totalprice"), 2) AS "mean" FROM "tpch"."orders" GROUP BY "o_orderstatus"
