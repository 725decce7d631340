SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"nodes":', "n4"."v1", ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n4"."v2" > 5::BIGINT) THEN 'true' WHEN NOT ("n4"."v2" > 5::BIGINT) THEN 'false' END, E'\x01N'), ',"hasPreviousPage":', coalesce(CASE WHEN FALSE THEN 'true' WHEN NOT FALSE THEN 'false' END, E'\x01N'), ',"startCursor":', coalesce("n4"."v3", 'null'), ',"endCursor":', coalesce("n4"."v4", 'null'), '}}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"distance":', coalesce("d1"."p2_distance"::VARCHAR, 'null'), '}'), ',' ORDER BY "d1"."r3_rank" ASC NULLS LAST) FILTER (WHERE "d1"."r3_rank" <= 5::BIGINT), '') || ']') AS "v1", count(*) AS "v2", arg_min_null(concat(E'\x02rtdhitn63a-HEuB05EnSBY:[', coalesce(to_json("d1"."p2_distance"::VARCHAR)::VARCHAR, 'null'), ',', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r3_rank") FILTER (WHERE "d1"."r3_rank" <= 5::BIGINT) AS "v3", arg_max_null(concat(E'\x02rtdhitn63a-HEuB05EnSBY:[', coalesce(to_json("d1"."p2_distance"::VARCHAR)::VARCHAR, 'null'), ',', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r3_rank") FILTER (WHERE "d1"."r3_rank" <= 5::BIGINT) AS "v4"
  FROM (
    SELECT "p2"."distance" AS "p2_distance", "p2"."flight_id" AS "p2_flight_id", row_number() OVER (ORDER BY "p2"."distance" DESC NULLS LAST, "p2"."flight_id" ASC NULLS LAST) AS "r3_rank"
    FROM (
      SELECT "t1"."distance", "t1"."flight_id"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."delay" > $1::INTEGER
        AND "t1"."origin_iata" IN ($2::VARCHAR, $3::VARCHAR)
        AND "t1"."distance" >= $4::INTEGER
        AND (("t1"."distance" > $4::INTEGER) OR (("t1"."distance" = $4::INTEGER) AND ("t1"."flight_id" < $5::BIGINT)))
      ORDER BY "t1"."distance" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
      LIMIT 6
    ) AS "p2"
  ) AS "d1"
) AS "n4";
-- $1: INT = 60
-- $2: STRING = "SBP"
-- $3: STRING = "OAK"
-- $4: INT = 2555
-- $5: BIGINT = 1924954
