SELECT encode(CASE WHEN "n10"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"edges":', "n10"."v1", '}}}') END) AS "body"
FROM (
  WITH "q9" AS MATERIALIZED (
    SELECT "p2"."iata" AS "p2_iata"
    FROM (
      SELECT "t1"."iata"
      FROM "lakehouse"."gold"."airports" AS "t1"
      WHERE "t1"."iata" IN ($1::VARCHAR, $2::VARCHAR)
      ORDER BY "t1"."iata" ASC NULLS LAST
      LIMIT 100
    ) AS "p2"
  )
  SELECT ('[' || coalesce(string_agg(concat('{"node":{"iata":', coalesce(to_json("q9"."p2_iata")::VARCHAR, E'\x01N'), ',"departures":{"edges":', coalesce("n7"."v1", '[]'), ',"pageInfo":{"startCursor":', coalesce("n7"."v3", 'null'), ',"endCursor":', coalesce("n7"."v4", 'null'), ',"hasNextPage":', coalesce(CASE WHEN (coalesce("n7"."v2", 0::BIGINT) > 2::BIGINT) THEN 'true' WHEN NOT (coalesce("n7"."v2", 0::BIGINT) > 2::BIGINT) THEN 'false' END, E'\x01N'), '}}}}'), ',' ORDER BY "q9"."p2_iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM "q9"
  LEFT JOIN (
    SELECT "d2"."p4_origin_iata" AS "key1", ('[' || coalesce(string_agg((concat(E'{"cursor":\x02CJKYBeDSWwTR5SxFVT0tZ0:[', coalesce(to_json("d2"."p4_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03,"node":{"id":', coalesce(to_json("d2"."p4_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"destination":') || CASE WHEN "d2"."t5_iata" IS NULL THEN 'null' ELSE concat('{"city":', coalesce(to_json("d2"."t5_city")::VARCHAR, 'null'), '}') END || '}}'), ',' ORDER BY "d2"."r6_rank" ASC NULLS LAST) FILTER (WHERE "d2"."r6_rank" <= 2::BIGINT), '') || ']') AS "v1", count(*) AS "v2", arg_min_null(concat(E'\x02CJKYBeDSWwTR5SxFVT0tZ0:[', coalesce(to_json("d2"."p4_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d2"."r6_rank") FILTER (WHERE "d2"."r6_rank" <= 2::BIGINT) AS "v3", arg_max_null(concat(E'\x02CJKYBeDSWwTR5SxFVT0tZ0:[', coalesce(to_json("d2"."p4_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d2"."r6_rank") FILTER (WHERE "d2"."r6_rank" <= 2::BIGINT) AS "v4"
    FROM (
      SELECT "p4"."flight_id" AS "p4_flight_id", "p4"."origin_iata" AS "p4_origin_iata", "p4"."destination_iata" AS "p4_destination_iata", "t5"."iata" AS "t5_iata", "t5"."city" AS "t5_city", row_number() OVER (PARTITION BY "p4"."origin_iata" ORDER BY "p4"."flight_id" ASC NULLS LAST) AS "r6_rank"
      FROM (
        SELECT "d1"."t3_flight_id" AS "flight_id", "d1"."t3_origin_iata" AS "origin_iata", "d1"."t3_destination_iata" AS "destination_iata"
        FROM (
          SELECT "t3"."flight_id" AS "t3_flight_id", "t3"."origin_iata" AS "t3_origin_iata", "t3"."destination_iata" AS "t3_destination_iata", row_number() OVER (PARTITION BY "t3"."origin_iata" ORDER BY "t3"."flight_id" ASC NULLS LAST) AS "k1_rank"
          FROM "lakehouse"."gold"."flights" AS "t3"
          WHERE "t3"."origin_iata" IN (
            SELECT "x1"."p2_iata" AS "key1"
            FROM "q9" AS "x1"
          )
        ) AS "d1"
        WHERE "d1"."k1_rank" <= 3::BIGINT
      ) AS "p4"
      LEFT JOIN "lakehouse"."gold"."airports" AS "t5" ON "p4"."destination_iata" = "t5"."iata"
    ) AS "d2"
    GROUP BY "d2"."p4_origin_iata"
  ) AS "n7" ON "q9"."p2_iata" = "n7"."key1"
) AS "n10";
-- $1: STRING = "ACY"
-- $2: STRING = "GST"
