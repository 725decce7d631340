SELECT encode(CASE WHEN "n8"."v1" IS NOT NULL AND "n12"."v1" IS NOT NULL THEN ('{"data":{"delays":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || concat(',"distances":', "n8"."v1", ',"bigInts":', "n12"."v1", '}}')) END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"delay":', coalesce("p3"."g1"::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), ',"min":{"delay":', coalesce("p3"."a2"::VARCHAR, 'null'), '},"max":{"delay":', coalesce("p3"."a3"::VARCHAR, 'null'), '}}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST, "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    WITH "d1" AS MATERIALIZED (
      SELECT "t1"."delay", "t1"."origin_iata"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."delay" < $1::INTEGER
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."gold"."airports" AS "m1"
          WHERE "m1"."iata" = "t1"."origin_iata"
            AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
        )
    )
    SELECT CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 60::BIGINT) + 60::BIGINT) % 60::BIGINT) AS INT) AS "g1", count(*) AS "a1", min("t1"."delay") AS "a2", max("t1"."delay") AS "a3"
    FROM "d1" AS "t1"
    GROUP BY CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 60::BIGINT) + 60::BIGINT) % 60::BIGINT) AS INT)
    HAVING count(*) >= $2::BIGINT
    ORDER BY CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 60::BIGINT) + 60::BIGINT) % 60::BIGINT) AS INT) ASC NULLS LAST, CAST((CAST("t1"."delay" AS BIGINT) - ((CAST("t1"."delay" AS BIGINT) % 60::BIGINT) + 60::BIGINT) % 60::BIGINT) AS INT) ASC NULLS LAST
    LIMIT 10001
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"distance":', coalesce("p7"."g1"::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), ',"min":{"distance":', coalesce("p7"."a2"::VARCHAR, 'null'), '},"max":{"distance":', coalesce("p7"."a3"::VARCHAR, 'null'), '}}'), ',' ORDER BY "p7"."g1" DESC NULLS LAST, "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    WITH "d2" AS MATERIALIZED (
      SELECT "t5"."distance", "t5"."origin_iata"
      FROM "lakehouse"."gold"."flights" AS "t5"
      WHERE EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m3"
        WHERE "m3"."iata" = "t5"."origin_iata"
          AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    )
    SELECT CAST((CAST("t5"."distance" AS BIGINT) - ((CAST("t5"."distance" AS BIGINT) % 250::BIGINT) + 250::BIGINT) % 250::BIGINT) AS INT) AS "g1", count(*) AS "a1", min("t5"."distance") AS "a2", max("t5"."distance") AS "a3"
    FROM "d2" AS "t5"
    GROUP BY CAST((CAST("t5"."distance" AS BIGINT) - ((CAST("t5"."distance" AS BIGINT) % 250::BIGINT) + 250::BIGINT) % 250::BIGINT) AS INT)
    ORDER BY CAST((CAST("t5"."distance" AS BIGINT) - ((CAST("t5"."distance" AS BIGINT) % 250::BIGINT) + 250::BIGINT) % 250::BIGINT) AS INT) DESC NULLS LAST, CAST((CAST("t5"."distance" AS BIGINT) - ((CAST("t5"."distance" AS BIGINT) % 250::BIGINT) + 250::BIGINT) % 250::BIGINT) AS INT) ASC NULLS LAST
    LIMIT 5
  ) AS "p7"
) AS "n8"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"flights":', coalesce(to_json("p11"."g1"::VARCHAR)::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p11"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p11"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p11"."g1" DESC NULLS LAST, "p11"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT CAST(("t9"."flights" - (("t9"."flights" % 10::BIGINT) + 10::BIGINT) % 10::BIGINT) AS BIGINT) AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."route_days" AS "t9"
    GROUP BY CAST(("t9"."flights" - (("t9"."flights" % 10::BIGINT) + 10::BIGINT) % 10::BIGINT) AS BIGINT)
    ORDER BY CAST(("t9"."flights" - (("t9"."flights" % 10::BIGINT) + 10::BIGINT) % 10::BIGINT) AS BIGINT) DESC NULLS LAST, CAST(("t9"."flights" - (("t9"."flights" % 10::BIGINT) + 10::BIGINT) % 10::BIGINT) AS BIGINT) ASC NULLS LAST
    LIMIT 5
  ) AS "p11"
) AS "n12";
-- $1: INT = 100
-- $2: BIGINT = 3
