SELECT encode(CASE WHEN "n18"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"nodes":', "n18"."v1", '}}}') END) AS "body"
FROM (
  WITH "q17" AS MATERIALIZED (
    SELECT "p2"."delay" AS "p2_delay", "t3"."iata" AS "t3_iata", "t11"."iata" AS "t11_iata", "p2"."flight_id" AS "p2_flight_id"
    FROM (
      SELECT "t1"."delay", "t1"."flight_id", "t1"."origin_iata", "t1"."destination_iata"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."delay" > $1::INTEGER
        AND "t1"."destination_iata" = $2::VARCHAR
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."gold"."airports" AS "m1"
          WHERE "m1"."iata" = "t1"."origin_iata"
            AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
        )
      ORDER BY "t1"."delay" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
      LIMIT 3
    ) AS "p2"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."origin_iata" = "t3"."iata"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t11" ON "p2"."destination_iata" = "t11"."iata"
  )
  SELECT ('[' || coalesce(string_agg((concat('{"delay":', coalesce("q17"."p2_delay"::VARCHAR, 'null'), ',"origin":') || CASE WHEN "q17"."t3_iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("q17"."t3_iata")::VARCHAR, E'\x01N'), ',"departures":{"totalCount":', coalesce(CASE WHEN coalesce("n10"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n10"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), ',"nodes":', coalesce("n8"."v1", '[]'), '}}') END || ',"destination":' || CASE WHEN "q17"."t11_iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("q17"."t11_iata")::VARCHAR, E'\x01N'), ',"departureGroups":', coalesce("n15"."v1", '[]'), '}') END || '}'), ',' ORDER BY "q17"."p2_delay" DESC NULLS LAST, "q17"."p2_flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM "q17"
  LEFT JOIN (
    SELECT "p5"."origin_iata" AS "key1", ('[' || coalesce(string_agg((concat('{"distance":', coalesce("p5"."distance"::VARCHAR, 'null'), ',"destination":') || CASE WHEN "t6"."iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("t6"."iata")::VARCHAR, E'\x01N'), '}') END || '}'), ',' ORDER BY "p5"."distance" DESC NULLS LAST, "p5"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d1"."t4_distance" AS "distance", "d1"."t4_flight_id" AS "flight_id", "d1"."t4_origin_iata" AS "origin_iata", "d1"."t4_destination_iata" AS "destination_iata"
      FROM (
        SELECT "t4"."flight_id" AS "t4_flight_id", "t4"."distance" AS "t4_distance", "t4"."origin_iata" AS "t4_origin_iata", "t4"."destination_iata" AS "t4_destination_iata", "h6"."key1" AS "h6_key1", "h6"."bound" AS "h6_bound", row_number() OVER (PARTITION BY "t4"."origin_iata" ORDER BY "t4"."distance" DESC NULLS LAST, "t4"."flight_id" ASC NULLS LAST) AS "k1_rank"
        FROM "lakehouse"."gold"."flights" AS "t4"
        INNER JOIN (
          SELECT "z2"."origin_iata" AS "key1", list_extract(max("z2"."distance", 1::BIGINT), 1::BIGINT) AS "bound"
          FROM "lakehouse"."gold"."flights" AS "z2"
          WHERE "z2"."origin_iata" IN (
            SELECT "z4"."t3_iata" AS "key1"
            FROM "q17" AS "z4"
          )
            AND EXISTS (
              SELECT 1
              FROM "lakehouse"."gold"."airports" AS "z5"
              WHERE "z5"."iata" = "z2"."origin_iata"
                AND "z5"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
            )
          GROUP BY "z2"."origin_iata"
        ) AS "h6" ON "t4"."origin_iata" = "h6"."key1"
        WHERE EXISTS (
          SELECT 1
          FROM "lakehouse"."gold"."airports" AS "m3"
          WHERE "m3"."iata" = "t4"."origin_iata"
            AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
        )
          AND (("h6"."bound" IS NULL) OR ("t4"."distance" >= "h6"."bound"))
      ) AS "d1"
      WHERE "d1"."k1_rank" <= 1::BIGINT
    ) AS "p5"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t6" ON "p5"."destination_iata" = "t6"."iata"
    GROUP BY "p5"."origin_iata"
  ) AS "n8" ON "q17"."t3_iata" = "n8"."key1"
  LEFT JOIN (
    SELECT "t9"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t9"
    WHERE "t9"."origin_iata" IN (
      SELECT "x2"."t3_iata" AS "key1"
      FROM "q17" AS "x2"
    )
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m5"
        WHERE "m5"."iata" = "t9"."origin_iata"
          AND "m5"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    GROUP BY "t9"."origin_iata"
  ) AS "n10" ON "q17"."t3_iata" = "n10"."key1"
  LEFT JOIN (
    SELECT "p14"."l1" AS "key1", ('[' || coalesce(string_agg(concat('{"key":{"destinationIata":', coalesce(to_json("p14"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p14"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p14"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p14"."a1" DESC NULLS LAST, "p14"."g1" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d2"."g13_l1" AS "l1", "d2"."g13_g1" AS "g1", "d2"."g13_a1" AS "a1"
      FROM (
        SELECT "t12"."origin_iata" AS "g13_l1", "t12"."destination_iata" AS "g13_g1", count(*) AS "g13_a1", row_number() OVER (PARTITION BY "t12"."origin_iata" ORDER BY count(*) DESC NULLS LAST, "t12"."destination_iata" ASC NULLS LAST) AS "k2_rank"
        FROM "lakehouse"."gold"."flights" AS "t12"
        WHERE "t12"."origin_iata" IN (
          SELECT "x3"."t11_iata" AS "key1"
          FROM "q17" AS "x3"
        )
          AND EXISTS (
            SELECT 1
            FROM "lakehouse"."gold"."airports" AS "m7"
            WHERE "m7"."iata" = "t12"."origin_iata"
              AND "m7"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
          )
        GROUP BY "t12"."origin_iata", "t12"."destination_iata"
      ) AS "d2"
      WHERE "d2"."k2_rank" <= 1::BIGINT
    ) AS "p14"
    GROUP BY "p14"."l1"
  ) AS "n15" ON "q17"."t11_iata" = "n15"."key1"
) AS "n18";
-- $1: INT = 400
-- $2: STRING = "LAX"
