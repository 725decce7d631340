SELECT encode(CASE WHEN "n8"."v1" IS NOT NULL THEN ('{"data":{"flightGroups":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || concat(',"gst":', "n8"."v1", '}}')) END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"month":', coalesce(CASE WHEN "p3"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p3"."g1"::DATE, 'T', "p3"."g1"::TIME, 'Z"') WHEN "p3"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), ',"day":', coalesce(CASE WHEN "p3"."g2" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p3"."g2"::DATE, 'T', "p3"."g2"::TIME, 'Z"') WHEN "p3"."g2" IS NOT NULL THEN E'\x01D' END, 'null'), ',"exact":', coalesce(CASE WHEN "p3"."g3" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p3"."g3"::DATE, 'T', "p3"."g3"::TIME, 'Z"') WHEN "p3"."g3" IS NOT NULL THEN E'\x01D' END, 'null'), ',"wide":', coalesce("p3"."g4"::VARCHAR, 'null'), ',"narrow":', coalesce("p3"."g5"::VARCHAR, 'null'), ',"same":', coalesce("p3"."g5"::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST, "p3"."g2" ASC NULLS LAST, "p3"."g3" ASC NULLS LAST, "p3"."g4" ASC NULLS LAST, "p3"."g5" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT date_trunc('month', "t1"."date") AS "g1", date_trunc('day', "t1"."date") AS "g2", "t1"."date" AS "g3", CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 100::BIGINT) + 100::BIGINT) % 100::BIGINT) AS INT) AS "g4", CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 10::BIGINT) + 10::BIGINT) % 10::BIGINT) AS INT) AS "g5", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."origin_iata" = $1::VARCHAR
    GROUP BY date_trunc('month', "t1"."date"), date_trunc('day', "t1"."date"), "t1"."date", CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 100::BIGINT) + 100::BIGINT) % 100::BIGINT) AS INT), CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 10::BIGINT) + 10::BIGINT) % 10::BIGINT) AS INT)
    ORDER BY date_trunc('month', "t1"."date") ASC NULLS LAST, date_trunc('day', "t1"."date") ASC NULLS LAST, "t1"."date" ASC NULLS LAST, CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 100::BIGINT) + 100::BIGINT) % 100::BIGINT) AS INT) ASC NULLS LAST, CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 10::BIGINT) + 10::BIGINT) % 10::BIGINT) AS INT) ASC NULLS LAST
    LIMIT 10001
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"month":', coalesce(CASE WHEN "p7"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p7"."g1"::DATE, 'T', "p7"."g1"::TIME, 'Z"') WHEN "p7"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), ',"week":', coalesce(CASE WHEN "p7"."g2" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p7"."g2"::DATE, 'T', "p7"."g2"::TIME, 'Z"') WHEN "p7"."g2" IS NOT NULL THEN E'\x01D' END, 'null'), ',"again":', coalesce(CASE WHEN "p7"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p7"."g1"::DATE, 'T', "p7"."g1"::TIME, 'Z"') WHEN "p7"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p7"."a1" DESC NULLS LAST, "p7"."g1" ASC NULLS LAST, "p7"."g2" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT date_trunc('month', "t5"."date") AS "g1", date_trunc('week', "t5"."date") AS "g2", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t5"
    WHERE "t5"."origin_iata" = $2::VARCHAR
    GROUP BY date_trunc('month', "t5"."date"), date_trunc('week', "t5"."date")
    ORDER BY count(*) DESC NULLS LAST, date_trunc('month', "t5"."date") ASC NULLS LAST, date_trunc('week', "t5"."date") ASC NULLS LAST
    LIMIT 3
  ) AS "p7"
) AS "n8";
-- $1: STRING = "ACY"
-- $2: STRING = "GST"
