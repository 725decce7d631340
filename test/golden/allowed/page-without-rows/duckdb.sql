SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n4"."v2" IS NOT NULL THEN concat('{"data":{"flights":{"nodes":', "n4"."v1", ',"edges":', "n4"."v2", ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n4"."v3" > 3::BIGINT) THEN 'true' WHEN NOT ("n4"."v3" > 3::BIGINT) THEN 'false' END, E'\x01N'), ',"hasPreviousPage":', coalesce(CASE WHEN FALSE THEN 'true' WHEN NOT FALSE THEN 'false' END, E'\x01N'), ',"startCursor":', coalesce("n4"."v4", 'null'), ',"endCursor":', coalesce("n4"."v5", 'null'), '},"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "d1"."r3_rank" ASC NULLS LAST) FILTER (WHERE "d1"."r3_rank" <= 3::BIGINT), '') || ']') AS "v1", ('[' || coalesce(string_agg(concat(E'{"cursor":\x02Xfbll1Hf8aeH0sA4qLBTv9:[', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03,"node":{"id":', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), '}}'), ',' ORDER BY "d1"."r3_rank" ASC NULLS LAST) FILTER (WHERE "d1"."r3_rank" <= 3::BIGINT), '') || ']') AS "v2", count(*) AS "v3", arg_min_null(concat(E'\x02Xfbll1Hf8aeH0sA4qLBTv9:[', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r3_rank") FILTER (WHERE "d1"."r3_rank" <= 3::BIGINT) AS "v4", arg_max_null(concat(E'\x02Xfbll1Hf8aeH0sA4qLBTv9:[', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r3_rank") FILTER (WHERE "d1"."r3_rank" <= 3::BIGINT) AS "v5"
  FROM (
    SELECT "p2"."flight_id" AS "p2_flight_id", row_number() OVER (ORDER BY "p2"."flight_id" ASC NULLS LAST) AS "r3_rank"
    FROM (
      SELECT "t1"."flight_id"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."origin_iata" = $1::VARCHAR
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."gold"."airports" AS "m1"
          WHERE "m1"."iata" = "t1"."origin_iata"
            AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
        )
      ORDER BY "t1"."flight_id" ASC NULLS LAST
      LIMIT 4
    ) AS "p2"
  ) AS "d1"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."origin_iata" = $1::VARCHAR
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m3"
      WHERE "m3"."iata" = "t5"."origin_iata"
        AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
) AS "n6";
-- $1: STRING = "JFK"
