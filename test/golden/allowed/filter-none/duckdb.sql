SELECT encode(CASE WHEN "n5"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), ',"nodes":', "n5"."v1", '},"withFlights":{"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p3"."iata")::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p3"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."iata"
    FROM "lakehouse"."gold"."airports" AS "t1"
    WHERE "t1"."state" IN ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR)
      AND NOT EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."flights" AS "t2"
        WHERE "t1"."iata" = "t2"."origin_iata"
          AND "t2"."delay" > $4::INTEGER
      )
    ORDER BY "t1"."iata" ASC NULLS LAST
    LIMIT 8
  ) AS "p3"
) AS "n5"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airports" AS "t6"
  WHERE "t6"."state" IN ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR)
    AND NOT EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."flights" AS "t7"
      WHERE "t6"."iata" = "t7"."origin_iata"
        AND "t7"."delay" > $4::INTEGER
    )
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airports" AS "t9"
  WHERE EXISTS (
    SELECT 1
    FROM "lakehouse"."gold"."flights" AS "t10"
    WHERE "t9"."iata" = "t10"."origin_iata"
  )
    AND NOT EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."flights" AS "t11"
      WHERE "t9"."iata" = "t11"."origin_iata"
        AND "t11"."delay" > $5::INTEGER
    )
) AS "n12";
-- $1: STRING = "CA"
-- $2: STRING = "NV"
-- $3: STRING = "TX"
-- $4: INT = 600
-- $5: INT = 300
