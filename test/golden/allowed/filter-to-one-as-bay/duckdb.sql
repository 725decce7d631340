SELECT encode(CASE WHEN "n8"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), ',"nodes":', "n8"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg((concat('{"id":', coalesce(to_json("p4"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"distance":', coalesce("p4"."distance"::VARCHAR, 'null'), ',"origin":') || CASE WHEN "t5"."iata" IS NULL THEN 'null' ELSE concat('{"city":', coalesce(to_json("t5"."city")::VARCHAR, 'null'), '}') END || ',"destination":' || CASE WHEN "t6"."iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("t6"."iata")::VARCHAR, E'\x01N'), ',"state":', coalesce(to_json("t6"."state")::VARCHAR, 'null'), ',"latitude":', coalesce(CASE WHEN NOT isfinite("t6"."latitude") THEN E'\x01F' ELSE to_json("t6"."latitude")::VARCHAR END, 'null'), '}') END || '}'), ',' ORDER BY "p4"."distance" DESC NULLS LAST, "p4"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."distance", "t1"."flight_id", "t1"."origin_iata", "t1"."destination_iata"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m2"
      WHERE "m2"."member" = 'bay.partner@flights.demo'
        AND "m2"."iata" = "t1"."origin_iata"
    )
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "t2"
        WHERE "t1"."origin_iata" = "t2"."iata"
          AND starts_with("t2"."city", $1::VARCHAR)
      )
      AND EXISTS (
        SELECT 1
        FROM (
          SELECT "t3_raw"."iata", "t3_raw"."state", CAST(round("t3_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
          FROM "lakehouse"."gold"."airports" AS "t3_raw"
          WHERE "t3_raw"."state" IN ($2::VARCHAR, $3::VARCHAR)
        ) AS "t3"
        WHERE "t1"."destination_iata" = "t3"."iata"
          AND "t3"."latitude" > $4::DOUBLE
      )
    ORDER BY "t1"."distance" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 4
  ) AS "p4"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t5" ON "p4"."origin_iata" = "t5"."iata"
  LEFT JOIN (
    SELECT "t6_raw"."iata", "t6_raw"."state", CAST(round("t6_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t6_raw"
  ) AS "t6" ON "p4"."destination_iata" = "t6"."iata"
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t9"
  WHERE EXISTS (
    SELECT 1
    FROM "lakehouse"."governance"."airport_access" AS "m4"
    WHERE "m4"."member" = 'bay.partner@flights.demo'
      AND "m4"."iata" = "t9"."origin_iata"
  )
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "t10"
      WHERE "t9"."origin_iata" = "t10"."iata"
        AND starts_with("t10"."city", $1::VARCHAR)
    )
    AND EXISTS (
      SELECT 1
      FROM (
        SELECT "t11_raw"."iata", "t11_raw"."state", CAST(round("t11_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
        FROM "lakehouse"."gold"."airports" AS "t11_raw"
        WHERE "t11_raw"."state" IN ($2::VARCHAR, $3::VARCHAR)
      ) AS "t11"
      WHERE "t9"."destination_iata" = "t11"."iata"
        AND "t11"."latitude" > $4::DOUBLE
    )
) AS "n12";
-- $1: STRING = "San"
-- $2: STRING = "NY"
-- $3: STRING = "IL"
-- $4: DOUBLE = 41
