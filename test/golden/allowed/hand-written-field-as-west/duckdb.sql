SELECT encode(CASE WHEN "n10"."v1" IS NOT NULL THEN concat('{"data":{"airport":', coalesce("n6"."v1", 'null'), ',"airports":{"nodes":', "n10"."v1", '}}}') END) AS "body"
FROM (
  WITH "q5" AS MATERIALIZED (
    SELECT "p2"."name" AS "p2_name", "p2"."iata" AS "p2_iata", "p2"."latitude" AS "p2_latitude", "p2"."longitude" AS "p2_longitude"
    FROM (
      SELECT "t1"."name", "t1"."iata", "t1"."latitude", "t1"."longitude"
      FROM (
        SELECT "t1_raw"."iata", "t1_raw"."name", CAST(round("t1_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude", CAST(round("t1_raw"."longitude", 0::INTEGER) AS DOUBLE) AS "longitude"
        FROM "lakehouse"."gold"."airports" AS "t1_raw"
        WHERE "t1_raw"."iata" = $1::VARCHAR
        LIMIT 1
      ) AS "t1"
    ) AS "p2"
  )
  SELECT any_value(concat('{"name":', coalesce(to_json("q5"."p2_name")::VARCHAR, 'null'), ',"departures":{"totalCount":', coalesce(CASE WHEN coalesce("n4"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n4"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), '},"@iata":', coalesce(to_json("q5"."p2_iata")::VARCHAR, 'null'), ',"@latitude":', coalesce(CASE WHEN NOT isfinite("q5"."p2_latitude") THEN E'\x01F' ELSE to_json("q5"."p2_latitude")::VARCHAR END, 'null'), ',"@longitude":', coalesce(CASE WHEN NOT isfinite("q5"."p2_longitude") THEN E'\x01F' ELSE to_json("q5"."p2_longitude")::VARCHAR END, 'null'), '}')) AS "v1"
  FROM "q5"
  LEFT JOIN (
    SELECT "t3"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t3"
    WHERE "t3"."origin_iata" IN (
      SELECT "x1"."p2_iata" AS "key1"
      FROM "q5" AS "x1"
    )
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m1"
        WHERE "m1"."iata" = "t3"."origin_iata"
          AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    GROUP BY "t3"."origin_iata"
  ) AS "n4" ON "q5"."p2_iata" = "n4"."key1"
) AS "n6"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p8"."iata")::VARCHAR, E'\x01N'), ',"@iata":', coalesce(to_json("p8"."iata")::VARCHAR, 'null'), ',"@latitude":', coalesce(CASE WHEN NOT isfinite("p8"."latitude") THEN E'\x01F' ELSE to_json("p8"."latitude")::VARCHAR END, 'null'), ',"@longitude":', coalesce(CASE WHEN NOT isfinite("p8"."longitude") THEN E'\x01F' ELSE to_json("p8"."longitude")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p8"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t7"."iata", "t7"."latitude", "t7"."longitude"
    FROM (
      SELECT "t7_raw"."iata", CAST(round("t7_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude", CAST(round("t7_raw"."longitude", 0::INTEGER) AS DOUBLE) AS "longitude"
      FROM "lakehouse"."gold"."airports" AS "t7_raw"
      WHERE "t7_raw"."iata" IN ($2::VARCHAR, $3::VARCHAR)
      ORDER BY "t7_raw"."iata" ASC NULLS LAST
      LIMIT 100
    ) AS "t7"
  ) AS "p8"
) AS "n10";
-- $1: STRING = "SFO"
-- $2: STRING = "HNL"
-- $3: STRING = "ITO"
