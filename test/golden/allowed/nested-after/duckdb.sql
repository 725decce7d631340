SELECT encode(CASE WHEN "n11"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"nodes":', "n11"."v1", '}}}') END) AS "body"
FROM (
  WITH "q10" AS MATERIALIZED (
    SELECT "p2"."iata" AS "p2_iata"
    FROM (
      SELECT "t1"."iata"
      FROM "lakehouse"."gold"."airports" AS "t1"
      WHERE "t1"."iata" IN ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR)
      ORDER BY "t1"."iata" ASC NULLS LAST
      LIMIT 100
    ) AS "p2"
  )
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("q10"."p2_iata")::VARCHAR, E'\x01N'), ',"departures":{"nodes":', coalesce("n6"."v1", '[]'), ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN (coalesce("n6"."v2", 0::BIGINT) > 2::BIGINT) THEN 'true' WHEN NOT (coalesce("n6"."v2", 0::BIGINT) > 2::BIGINT) THEN 'false' END, E'\x01N'), ',"hasPreviousPage":', coalesce(CASE WHEN (coalesce("n8"."v1", 0::BIGINT) > 0::BIGINT) THEN 'true' WHEN NOT (coalesce("n8"."v1", 0::BIGINT) > 0::BIGINT) THEN 'false' END, E'\x01N'), ',"startCursor":', coalesce("n6"."v3", 'null'), ',"endCursor":', coalesce("n6"."v4", 'null'), '}}}'), ',' ORDER BY "q10"."p2_iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM "q10"
  LEFT JOIN (
    SELECT "d2"."p4_origin_iata" AS "key1", ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("d2"."p4_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"delay":', coalesce("d2"."p4_delay"::VARCHAR, 'null'), '}'), ',' ORDER BY "d2"."r5_rank" ASC NULLS LAST) FILTER (WHERE "d2"."r5_rank" <= 2::BIGINT), '') || ']') AS "v1", count(*) AS "v2", arg_min_null(concat(E'\x02ezL-sxpPrwIJUaEH6LhPqH:[', coalesce(to_json("d2"."p4_delay"::VARCHAR)::VARCHAR, 'null'), ',', coalesce(to_json("d2"."p4_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d2"."r5_rank") FILTER (WHERE "d2"."r5_rank" <= 2::BIGINT) AS "v3", arg_max_null(concat(E'\x02ezL-sxpPrwIJUaEH6LhPqH:[', coalesce(to_json("d2"."p4_delay"::VARCHAR)::VARCHAR, 'null'), ',', coalesce(to_json("d2"."p4_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d2"."r5_rank") FILTER (WHERE "d2"."r5_rank" <= 2::BIGINT) AS "v4"
    FROM (
      SELECT "p4"."delay" AS "p4_delay", "p4"."flight_id" AS "p4_flight_id", "p4"."origin_iata" AS "p4_origin_iata", row_number() OVER (PARTITION BY "p4"."origin_iata" ORDER BY "p4"."delay" ASC NULLS LAST, "p4"."flight_id" ASC NULLS LAST) AS "r5_rank"
      FROM (
        SELECT "d1"."t3_delay" AS "delay", "d1"."t3_flight_id" AS "flight_id", "d1"."t3_origin_iata" AS "origin_iata"
        FROM (
          SELECT "t3"."flight_id" AS "t3_flight_id", "t3"."delay" AS "t3_delay", "t3"."origin_iata" AS "t3_origin_iata", "h5"."key1" AS "h5_key1", "h5"."bound" AS "h5_bound", row_number() OVER (PARTITION BY "t3"."origin_iata" ORDER BY "t3"."delay" ASC NULLS LAST, "t3"."flight_id" ASC NULLS LAST) AS "k1_rank"
          FROM "lakehouse"."gold"."flights" AS "t3"
          INNER JOIN (
            SELECT "z2"."origin_iata" AS "key1", list_extract(min("z2"."delay", 3::BIGINT), 3::BIGINT) AS "bound"
            FROM "lakehouse"."gold"."flights" AS "z2"
            WHERE "z2"."origin_iata" IN (
              SELECT "z4"."p2_iata" AS "key1"
              FROM "q10" AS "z4"
            )
              AND "z2"."delay" > $4::INTEGER
              AND "z2"."delay" >= $5::INTEGER
              AND (("z2"."delay" > $5::INTEGER) OR (("z2"."delay" = $5::INTEGER) AND ("z2"."flight_id" > $6::BIGINT)))
            GROUP BY "z2"."origin_iata"
          ) AS "h5" ON "t3"."origin_iata" = "h5"."key1"
          WHERE "t3"."delay" > $4::INTEGER
            AND "t3"."delay" >= $5::INTEGER
            AND (("t3"."delay" > $5::INTEGER) OR (("t3"."delay" = $5::INTEGER) AND ("t3"."flight_id" > $6::BIGINT)))
            AND (("h5"."bound" IS NULL) OR ("t3"."delay" <= "h5"."bound"))
        ) AS "d1"
        WHERE "d1"."k1_rank" <= 3::BIGINT
      ) AS "p4"
    ) AS "d2"
    GROUP BY "d2"."p4_origin_iata"
  ) AS "n6" ON "q10"."p2_iata" = "n6"."key1"
  LEFT JOIN (
    SELECT "t7"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t7"
    WHERE "t7"."origin_iata" IN (
      SELECT "x2"."p2_iata" AS "key1"
      FROM "q10" AS "x2"
    )
      AND "t7"."delay" > $4::INTEGER
      AND NOT coalesce((("t7"."delay" >= $5::INTEGER) AND (("t7"."delay" > $5::INTEGER) OR (("t7"."delay" = $5::INTEGER) AND ("t7"."flight_id" > $6::BIGINT)))), FALSE)
    GROUP BY "t7"."origin_iata"
  ) AS "n8" ON "q10"."p2_iata" = "n8"."key1"
) AS "n11";
-- $1: STRING = "OAK"
-- $2: STRING = "SFO"
-- $3: STRING = "PHX"
-- $4: INT = 300
-- $5: INT = 348
-- $6: BIGINT = 2643347
