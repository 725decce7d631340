SELECT encode(concat('{"data":{"airport":', coalesce("n3"."v1", 'null'), ',"missing":', coalesce("n6"."v1", 'null'), ',"flight":', coalesce("n11"."v1", 'null'), ',"byNumber":', coalesce("n14"."v1", 'null'), ',"noFlight":', coalesce("n17"."v1", 'null'), ',"routeDay":', coalesce("n20"."v1", 'null'), ',"noDay":', coalesce("n23"."v1", 'null'), '}}')) AS "body"
FROM (
  SELECT any_value(concat('{"iata":', coalesce(to_json("p2"."iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("p2"."name")::VARCHAR, 'null'), ',"city":', coalesce(to_json("p2"."city")::VARCHAR, 'null'), ',"state":', coalesce(to_json("p2"."state")::VARCHAR, 'null'), ',"country":', coalesce(to_json("p2"."country")::VARCHAR, 'null'), ',"latitude":', coalesce(CASE WHEN NOT isfinite("p2"."latitude") THEN E'\x01F' ELSE to_json("p2"."latitude")::VARCHAR END, 'null'), ',"longitude":', coalesce(CASE WHEN NOT isfinite("p2"."longitude") THEN E'\x01F' ELSE to_json("p2"."longitude")::VARCHAR END, 'null'), '}')) AS "v1"
  FROM (
    SELECT "t1"."iata", "t1"."name", "t1"."city", "t1"."state", "t1"."country", "t1"."latitude", "t1"."longitude"
    FROM (
      SELECT "t1_raw"."iata", "t1_raw"."name", "t1_raw"."city", "t1_raw"."state", "t1_raw"."country", CAST(round("t1_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude", CAST(round("t1_raw"."longitude", 0::INTEGER) AS DOUBLE) AS "longitude"
      FROM "lakehouse"."gold"."airports" AS "t1_raw"
      WHERE "t1_raw"."iata" = $1::VARCHAR
      LIMIT 1
    ) AS "t1"
  ) AS "p2"
) AS "n3"
CROSS JOIN (
  SELECT any_value(concat('{"iata":', coalesce(to_json("p5"."iata")::VARCHAR, E'\x01N'), '}')) AS "v1"
  FROM (
    SELECT "t4"."iata"
    FROM "lakehouse"."gold"."airports" AS "t4"
    WHERE "t4"."iata" = $2::VARCHAR
    LIMIT 1
  ) AS "p5"
) AS "n6"
CROSS JOIN (
  SELECT any_value((concat('{"id":', coalesce(to_json("p8"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p8"."date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p8"."date"::DATE, 'T', "p8"."date"::TIME, 'Z"') WHEN "p8"."date" IS NOT NULL THEN E'\x01D' END, E'\x01N'), ',"delay":', coalesce("p8"."delay"::VARCHAR, 'null'), ',"delayed":', coalesce(CASE WHEN ("p8"."delay" > 15::INTEGER) THEN 'true' WHEN NOT ("p8"."delay" > 15::INTEGER) THEN 'false' END, 'null'), ',"distance":', coalesce("p8"."distance"::VARCHAR, 'null'), ',"originIata":', coalesce(to_json("p8"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p8"."destination_iata")::VARCHAR, E'\x01N'), ',"origin":') || CASE WHEN "t9"."iata" IS NULL THEN 'null' ELSE concat('{"name":', coalesce(to_json("t9"."name")::VARCHAR, 'null'), '}') END || ',"destination":' || CASE WHEN "t10"."iata" IS NULL THEN 'null' ELSE concat('{"name":', coalesce(to_json("t10"."name")::VARCHAR, 'null'), '}') END || '}')) AS "v1"
  FROM (
    SELECT "t7"."flight_id", "t7"."date", "t7"."delay", "t7"."distance", "t7"."origin_iata", "t7"."destination_iata"
    FROM "lakehouse"."gold"."flights" AS "t7"
    WHERE "t7"."flight_id" = $3::BIGINT
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m1"
        WHERE "m1"."iata" = "t7"."origin_iata"
          AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    LIMIT 1
  ) AS "p8"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t9" ON "p8"."origin_iata" = "t9"."iata"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t10" ON "p8"."destination_iata" = "t10"."iata"
) AS "n11"
CROSS JOIN (
  SELECT any_value(concat('{"id":', coalesce(to_json("p13"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"originIata":', coalesce(to_json("p13"."origin_iata")::VARCHAR, E'\x01N'), '}')) AS "v1"
  FROM (
    SELECT "t12"."flight_id", "t12"."origin_iata"
    FROM "lakehouse"."gold"."flights" AS "t12"
    WHERE "t12"."flight_id" = $4::BIGINT
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m3"
        WHERE "m3"."iata" = "t12"."origin_iata"
          AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    LIMIT 1
  ) AS "p13"
) AS "n14"
CROSS JOIN (
  SELECT any_value(concat('{"id":', coalesce(to_json("p16"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), '}')) AS "v1"
  FROM (
    SELECT "t15"."flight_id"
    FROM "lakehouse"."gold"."flights" AS "t15"
    WHERE "t15"."flight_id" = $5::BIGINT
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m5"
        WHERE "m5"."iata" = "t15"."origin_iata"
          AND "m5"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    LIMIT 1
  ) AS "p16"
) AS "n17"
CROSS JOIN (
  SELECT any_value(concat('{"flights":', coalesce(to_json("p19"."flights"::VARCHAR)::VARCHAR, 'null'), ',"delayedFlights":', coalesce(to_json("p19"."delayed_flights"::VARCHAR)::VARCHAR, 'null'), ',"averageDelay":', coalesce(CASE WHEN NOT isfinite("p19"."average_delay") THEN E'\x01F' ELSE to_json("p19"."average_delay")::VARCHAR END, 'null'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("p19"."p95_delay") THEN E'\x01F' ELSE to_json("p19"."p95_delay")::VARCHAR END, 'null'), '}')) AS "v1"
  FROM (
    SELECT "t18"."flights", "t18"."delayed_flights", "t18"."average_delay", "t18"."p95_delay"
    FROM (
      SELECT "t18_raw"."origin_iata", "t18_raw"."destination_iata", "t18_raw"."date", "t18_raw"."flights", "t18_raw"."delayed_flights", "t18_raw"."average_delay", CASE WHEN "t18_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t18_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
      FROM "lakehouse"."gold"."route_days" AS "t18_raw"
      WHERE "t18_raw"."origin_iata" = $6::VARCHAR
        AND "t18_raw"."destination_iata" = $7::VARCHAR
        AND "t18_raw"."date" = $8::DATE
      LIMIT 1
    ) AS "t18"
  ) AS "p19"
) AS "n20"
CROSS JOIN (
  SELECT any_value(concat('{"flights":', coalesce(to_json("p22"."flights"::VARCHAR)::VARCHAR, 'null'), '}')) AS "v1"
  FROM (
    SELECT "t21"."flights"
    FROM "lakehouse"."gold"."route_days" AS "t21"
    WHERE "t21"."origin_iata" = $6::VARCHAR
      AND "t21"."destination_iata" = $7::VARCHAR
      AND "t21"."date" = $9::DATE
    LIMIT 1
  ) AS "p22"
) AS "n23";
-- $1: STRING = "PDX"
-- $2: STRING = "???"
-- $3: BIGINT = 2500000
-- $4: BIGINT = 17
-- $5: BIGINT = 3000001
-- $6: STRING = "SFO"
-- $7: STRING = "SEA"
-- $8: DATE = "2001-01-01"
-- $9: DATE = "2002-01-01"
