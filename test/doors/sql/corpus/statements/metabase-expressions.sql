-- Metabase: custom expressions of its query builder.

-- @date-add
SELECT DATE_TRUNC('month', CAST(("source"."date" + INTERVAL '7 day') AS timestamp)) AS "date", COUNT(*) AS "count"
FROM "gold"."flights" AS "source" GROUP BY 1 ORDER BY 1

-- @week-of-year
SELECT CEIL((CAST(extract(doy FROM (("f"."date" + INTERVAL '1 day'))) AS integer)) / 7.0)::integer AS "week", COUNT(*) AS "count" FROM "gold"."flights" AS "f" GROUP BY 1

-- @between-dates
SELECT (CAST(extract(year FROM age(DATE_TRUNC('day', "f"."date"), timestamp '1999-12-31')) AS integer) * 12 + CAST(extract(month FROM age(DATE_TRUNC('day', "f"."date"), timestamp '1999-12-31')) AS integer)) AS "months", COUNT(*) AS "count"
FROM "gold"."flights" AS "f" WHERE "f"."origin_iata" = 'SFO' GROUP BY 1

-- @regex-match-first
SELECT SUBSTRING("a"."name" FROM '[A-Z][a-z]+') AS "word", COUNT(*) AS "count" FROM "gold"."airports" AS "a" WHERE "a"."state" = 'AZ' GROUP BY 1

-- @split-of-text
SELECT NULLIF(SPLIT_PART("a"."name", ' ', 2), '') AS "second", COUNT(*) AS "count" FROM "gold"."airports" AS "a" WHERE "a"."state" = 'NV' GROUP BY 1

-- @convert-time-zone
SELECT DATE_TRUNC('day', (("f"."date")::timestamp AT TIME ZONE 'America/Los_Angeles') AT TIME ZONE 'UTC') AS "day", COUNT(*) AS "count"
FROM "gold"."flights" AS "f" WHERE "f"."origin_iata" = 'LAX' GROUP BY 1

-- @binned-by-count
SELECT (FLOOR((("f"."distance" - 0.0) / 125.0)) * 125.0) + 0.0 AS "distance", COUNT(*) AS "count" FROM "gold"."flights" AS "f" GROUP BY 1

-- @coalesce-and-case
SELECT COALESCE(CASE WHEN "r"."p95_delay" > 60 THEN 'bad' WHEN "r"."p95_delay" > 0 THEN 'fair' END, 'unknown') AS "grade", SUM("r"."flights") AS "sum" FROM "gold"."route_days" AS "r" GROUP BY 1

-- @share-and-sum-if approximate
SELECT "f"."origin_iata", CAST(SUM(CASE WHEN "f"."delay" > 30 THEN 1 ELSE 0.0 END) AS float) / NULLIF(CAST(COUNT(*) AS float), 0.0) AS "share", SUM(CASE WHEN "f"."delay" > 30 THEN "f"."distance" END) AS "sum" FROM "gold"."flights" AS "f" GROUP BY 1

-- @to-text-and-back
SELECT CAST(CAST("f"."distance" AS text) AS bigint) AS "n", CAST("f"."delay" AS text) AS "t", CAST('2001-02-03' AS date) AS "d" FROM "gold"."flights" AS "f" WHERE "f"."origin_iata" = 'BOI'

-- @power-sqrt-log-exp approximate
SELECT "f"."flight_id", POWER("f"."distance", 2) AS "p", SQRT("f"."distance") AS "s", LOG("f"."distance"::numeric) AS "l", EXP("f"."delay"::float8 / 1000) AS "e" FROM "gold"."flights" AS "f" WHERE "f"."origin_iata" = 'BOI' AND "f"."distance" > 0
