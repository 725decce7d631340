SELECT encode(CASE WHEN "n8"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"nodes":', "n8"."v1", ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n8"."v2" > 6::BIGINT) THEN 'true' WHEN NOT ("n8"."v2" > 6::BIGINT) THEN 'false' END, E'\x01N'), ',"endCursor":', coalesce("n8"."v3", 'null'), '}}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg((concat('{"id":', coalesce(to_json("d1"."p4_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"origin":') || CASE WHEN "d1"."t5_iata" IS NULL THEN 'null' ELSE concat('{"name":', coalesce(to_json("d1"."t5_name")::VARCHAR, 'null'), '}') END || ',"destination":' || CASE WHEN "d1"."t6_iata" IS NULL THEN 'null' ELSE concat('{"state":', coalesce(to_json("d1"."t6_state")::VARCHAR, 'null'), '}') END || '}'), ',' ORDER BY "d1"."r7_rank" ASC NULLS LAST) FILTER (WHERE "d1"."r7_rank" <= 6::BIGINT), '') || ']') AS "v1", count(*) AS "v2", arg_max_null(concat(E'\x02wZrg_yU5mZIdYrJ__I5A4x:[', coalesce(to_json("d1"."p4_k1")::VARCHAR, 'null'), ',', coalesce(to_json("d1"."p4_k2")::VARCHAR, 'null'), ',', coalesce(to_json("d1"."p4_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r7_rank") FILTER (WHERE "d1"."r7_rank" <= 6::BIGINT) AS "v3"
  FROM (
    SELECT "p4"."k1" AS "p4_k1", "p4"."k2" AS "p4_k2", "p4"."flight_id" AS "p4_flight_id", "p4"."origin_iata" AS "p4_origin_iata", "p4"."destination_iata" AS "p4_destination_iata", "t5"."iata" AS "t5_iata", "t5"."name" AS "t5_name", "t6"."iata" AS "t6_iata", "t6"."state" AS "t6_state", row_number() OVER (ORDER BY "p4"."k1" DESC NULLS LAST, "p4"."k2" ASC NULLS LAST, "p4"."flight_id" DESC NULLS LAST) AS "r7_rank"
    FROM (
      SELECT "t2"."state" AS "k1", "t3"."name" AS "k2", "t1"."flight_id", "t1"."origin_iata", "t1"."destination_iata"
      FROM "lakehouse"."gold"."flights" AS "t1"
      LEFT JOIN "lakehouse"."gold"."airports" AS "t2" ON "t1"."destination_iata" = "t2"."iata"
      LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "t1"."origin_iata" = "t3"."iata"
      WHERE "t1"."delay" > $1::INTEGER
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."gold"."airports" AS "m1"
          WHERE "m1"."iata" = "t1"."origin_iata"
            AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
        )
      ORDER BY "t2"."state" DESC NULLS LAST, "t3"."name" ASC NULLS LAST, "t1"."flight_id" DESC NULLS LAST
      LIMIT 7
    ) AS "p4"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t5" ON "p4"."origin_iata" = "t5"."iata"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t6" ON "p4"."destination_iata" = "t6"."iata"
  ) AS "d1"
) AS "n8";
-- $1: INT = 500
