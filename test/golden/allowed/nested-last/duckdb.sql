SELECT encode(CASE WHEN "n11"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"nodes":', "n11"."v1", '}}}') END) AS "body"
FROM (
  WITH "q10" AS MATERIALIZED (
    SELECT "p2"."iata" AS "p2_iata"
    FROM (
      SELECT "t1"."iata"
      FROM "lakehouse"."gold"."airports" AS "t1"
      WHERE "t1"."iata" IN ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR)
      ORDER BY "t1"."iata" ASC NULLS LAST
      LIMIT 100
    ) AS "p2"
  )
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("q10"."p2_iata")::VARCHAR, E'\x01N'), ',"departures":{"totalCount":', coalesce(CASE WHEN coalesce("n8"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n8"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), ',"nodes":', coalesce("n6"."v1", '[]'), '}}'), ',' ORDER BY "q10"."p2_iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM "q10"
  LEFT JOIN (
    SELECT "p4"."origin_iata" AS "key1", ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("p4"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p4"."date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p4"."date"::DATE, 'T', "p4"."date"::TIME, 'Z"') WHEN "p4"."date" IS NOT NULL THEN E'\x01D' END, E'\x01N'), '}'), ',' ORDER BY "p4"."date" ASC NULLS LAST, "p4"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d1"."t3_date" AS "date", "d1"."t3_flight_id" AS "flight_id", "d1"."t3_origin_iata" AS "origin_iata"
      FROM (
        SELECT "t3"."flight_id" AS "t3_flight_id", "t3"."date" AS "t3_date", "t3"."origin_iata" AS "t3_origin_iata", "t3"."destination_iata" AS "t3_destination_iata", "h5"."key1" AS "h5_key1", "h5"."bound" AS "h5_bound", row_number() OVER (PARTITION BY "t3"."origin_iata" ORDER BY "t3"."date" DESC NULLS FIRST, "t3"."flight_id" DESC NULLS FIRST) AS "k1_rank"
        FROM "lakehouse"."gold"."flights" AS "t3"
        INNER JOIN (
          SELECT "z2"."origin_iata" AS "key1", list_extract(max("z2"."date", 2::BIGINT), 2::BIGINT) AS "bound"
          FROM "lakehouse"."gold"."flights" AS "z2"
          WHERE "z2"."origin_iata" IN (
            SELECT "z4"."p2_iata" AS "key1"
            FROM "q10" AS "z4"
          )
            AND "z2"."destination_iata" = $6::VARCHAR
          GROUP BY "z2"."origin_iata"
        ) AS "h5" ON "t3"."origin_iata" = "h5"."key1"
        WHERE "t3"."destination_iata" = $6::VARCHAR
          AND (("h5"."bound" IS NULL) OR ("t3"."date" >= "h5"."bound") OR ("t3"."date" IS NULL))
      ) AS "d1"
      WHERE "d1"."k1_rank" <= 2::BIGINT
    ) AS "p4"
    GROUP BY "p4"."origin_iata"
  ) AS "n6" ON "q10"."p2_iata" = "n6"."key1"
  LEFT JOIN (
    SELECT "t7"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t7"
    WHERE "t7"."origin_iata" IN (
      SELECT "x2"."p2_iata" AS "key1"
      FROM "q10" AS "x2"
    )
      AND "t7"."destination_iata" = $6::VARCHAR
    GROUP BY "t7"."origin_iata"
  ) AS "n8" ON "q10"."p2_iata" = "n8"."key1"
) AS "n11";
-- $1: STRING = "OAK"
-- $2: STRING = "SFO"
-- $3: STRING = "PHX"
-- $4: STRING = "JFK"
-- $5: STRING = "00M"
-- $6: STRING = "LAX"
