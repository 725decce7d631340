SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"nodes":', "n4"."v1", '},"flight":', coalesce("n9"."v1", 'null'), '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p2"."iata")::VARCHAR, E'\x01N'), ',"latitude":', coalesce(CASE WHEN NOT isfinite("p2"."latitude") THEN E'\x01F' ELSE to_json("p2"."latitude")::VARCHAR END, 'null'), ',"longitude":', coalesce(CASE WHEN NOT isfinite("p2"."longitude") THEN E'\x01F' ELSE to_json("p2"."longitude")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p2"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."iata", "t1"."latitude", "t1"."longitude"
    FROM (
      SELECT "t1_raw"."iata", CAST(round("t1_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude", CAST(round("t1_raw"."longitude", 0::INTEGER) AS DOUBLE) AS "longitude"
      FROM "lakehouse"."gold"."airports" AS "t1_raw"
      WHERE "t1_raw"."iata" IN ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR)
      ORDER BY "t1_raw"."iata" ASC NULLS LAST
      LIMIT 100
    ) AS "t1"
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT any_value(('{"origin":' || CASE WHEN "t7"."iata" IS NULL THEN 'null' ELSE concat('{"latitude":', coalesce(CASE WHEN NOT isfinite("t7"."latitude") THEN E'\x01F' ELSE to_json("t7"."latitude")::VARCHAR END, 'null'), '}') END || ',"destination":' || CASE WHEN "t8"."iata" IS NULL THEN 'null' ELSE concat('{"longitude":', coalesce(CASE WHEN NOT isfinite("t8"."longitude") THEN E'\x01F' ELSE to_json("t8"."longitude")::VARCHAR END, 'null'), '}') END || '}')) AS "v1"
  FROM (
    SELECT "t5"."origin_iata", "t5"."destination_iata"
    FROM "lakehouse"."gold"."flights" AS "t5"
    WHERE "t5"."flight_id" = $6::BIGINT
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m1"
        WHERE "m1"."iata" = "t5"."origin_iata"
          AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    LIMIT 1
  ) AS "p6"
  LEFT JOIN (
    SELECT "t7_raw"."iata", CAST(round("t7_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t7_raw"
  ) AS "t7" ON "p6"."origin_iata" = "t7"."iata"
  LEFT JOIN (
    SELECT "t8_raw"."iata", CAST(round("t8_raw"."longitude", 0::INTEGER) AS DOUBLE) AS "longitude"
    FROM "lakehouse"."gold"."airports" AS "t8_raw"
  ) AS "t8" ON "p6"."destination_iata" = "t8"."iata"
) AS "n9";
-- $1: STRING = "SFO"
-- $2: STRING = "HNL"
-- $3: STRING = "GUM"
-- $4: STRING = "ANC"
-- $5: STRING = "ROR"
-- $6: BIGINT = 2429000
