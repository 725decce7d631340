SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"nodes":', "n4"."v1", ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n4"."v2" > 4::BIGINT) THEN 'true' WHEN NOT ("n4"."v2" > 4::BIGINT) THEN 'false' END, E'\x01N'), ',"hasPreviousPage":', coalesce(CASE WHEN ("n6"."v1" > 0::BIGINT) THEN 'true' WHEN NOT ("n6"."v1" > 0::BIGINT) THEN 'false' END, E'\x01N'), ',"startCursor":', coalesce("n4"."v3", 'null'), ',"endCursor":', coalesce("n4"."v4", 'null'), '}}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"distance":', coalesce("d1"."p2_distance"::VARCHAR, 'null'), '}'), ',' ORDER BY "d1"."r3_rank" ASC NULLS LAST) FILTER (WHERE "d1"."r3_rank" <= 4::BIGINT), '') || ']') AS "v1", count(*) AS "v2", arg_min_null(concat(E'\x02TrKn6VioG-lxv9fKB8XPvU:[', coalesce(to_json("d1"."p2_distance"::VARCHAR)::VARCHAR, 'null'), ',', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r3_rank") FILTER (WHERE "d1"."r3_rank" <= 4::BIGINT) AS "v3", arg_max_null(concat(E'\x02TrKn6VioG-lxv9fKB8XPvU:[', coalesce(to_json("d1"."p2_distance"::VARCHAR)::VARCHAR, 'null'), ',', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r3_rank") FILTER (WHERE "d1"."r3_rank" <= 4::BIGINT) AS "v4"
  FROM (
    SELECT "p2"."distance" AS "p2_distance", "p2"."flight_id" AS "p2_flight_id", row_number() OVER (ORDER BY "p2"."distance" DESC NULLS LAST, "p2"."flight_id" ASC NULLS LAST) AS "r3_rank"
    FROM (
      SELECT "t1"."distance", "t1"."flight_id"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."delay" > $1::INTEGER
        AND "t1"."origin_iata" IN ($2::VARCHAR, $3::VARCHAR)
        AND "t1"."distance" <= $4::INTEGER
        AND (("t1"."distance" < $4::INTEGER) OR (("t1"."distance" = $4::INTEGER) AND ("t1"."flight_id" > $5::BIGINT)))
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."governance"."airport_access" AS "m2"
          WHERE "m2"."member" = 'bay.partner@flights.demo'
            AND "m2"."iata" = "t1"."origin_iata"
        )
      ORDER BY "t1"."distance" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
      LIMIT 5
    ) AS "p2"
  ) AS "d1"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."delay" > $1::INTEGER
    AND "t5"."origin_iata" IN ($2::VARCHAR, $3::VARCHAR)
    AND NOT coalesce((("t5"."distance" <= $4::INTEGER) AND (("t5"."distance" < $4::INTEGER) OR (("t5"."distance" = $4::INTEGER) AND ("t5"."flight_id" > $5::BIGINT)))), FALSE)
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m4"
      WHERE "m4"."member" = 'bay.partner@flights.demo'
        AND "m4"."iata" = "t5"."origin_iata"
    )
) AS "n6";
-- $1: INT = 60
-- $2: STRING = "SBP"
-- $3: STRING = "OAK"
-- $4: INT = 2555
-- $5: BIGINT = 1924954
