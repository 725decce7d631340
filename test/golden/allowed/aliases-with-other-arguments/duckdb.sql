SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n9"."v1" IS NOT NULL THEN concat('{"data":{"early":{"nodes":', "n4"."v1", '},"late":{"rows":', "n9"."v1", '},"airport":', coalesce("n21"."v1", 'null'), '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"delay":', coalesce("p2"."delay"::VARCHAR, 'null'), '}'), ',' ORDER BY "p2"."delay" ASC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."delay", "t1"."flight_id"
    FROM "lakehouse"."gold"."flights" AS "t1"
    ORDER BY "t1"."delay" ASC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 1
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg((concat('{"number":', coalesce(to_json("p6"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"minutes":', coalesce("p6"."delay"::VARCHAR, 'null'), ',"twice":', coalesce("p6"."delay"::VARCHAR, 'null'), ',"from":') || CASE WHEN "t7"."iata" IS NULL THEN 'null' ELSE concat('{"code":', coalesce(to_json("t7"."iata")::VARCHAR, E'\x01N'), ',"short":', coalesce(to_json("t7"."iata")::VARCHAR, E'\x01N'), '}') END || '}'), ',' ORDER BY "p6"."delay" DESC NULLS LAST, "p6"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t5"."delay", "t5"."flight_id", "t5"."origin_iata"
    FROM "lakehouse"."gold"."flights" AS "t5"
    ORDER BY "t5"."delay" DESC NULLS LAST, "t5"."flight_id" ASC NULLS LAST
    LIMIT 2
  ) AS "p6"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t7" ON "p6"."origin_iata" = "t7"."iata"
) AS "n9"
CROSS JOIN (
  WITH "q20" AS MATERIALIZED (
    SELECT "p11"."iata" AS "p11_iata"
    FROM (
      SELECT "t10"."iata"
      FROM "lakehouse"."gold"."airports" AS "t10"
      WHERE "t10"."iata" = $1::VARCHAR
      LIMIT 1
    ) AS "p11"
  )
  SELECT any_value(concat('{"longest":{"nodes":', coalesce("n15"."v1", '[]'), '},"shortest":{"nodes":', coalesce("n19"."v1", '[]'), '}}')) AS "v1"
  FROM "q20"
  LEFT JOIN (
    SELECT "p13"."origin_iata" AS "key1", ('[' || coalesce(string_agg(concat('{"distance":', coalesce("p13"."distance"::VARCHAR, 'null'), '}'), ',' ORDER BY "p13"."distance" DESC NULLS LAST, "p13"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d1"."t12_distance" AS "distance", "d1"."t12_flight_id" AS "flight_id", "d1"."t12_origin_iata" AS "origin_iata"
      FROM (
        SELECT "t12"."flight_id" AS "t12_flight_id", "t12"."distance" AS "t12_distance", "t12"."origin_iata" AS "t12_origin_iata", "h5"."key1" AS "h5_key1", "h5"."bound" AS "h5_bound", row_number() OVER (PARTITION BY "t12"."origin_iata" ORDER BY "t12"."distance" DESC NULLS LAST, "t12"."flight_id" ASC NULLS LAST) AS "k1_rank"
        FROM "lakehouse"."gold"."flights" AS "t12"
        INNER JOIN (
          SELECT "z2"."origin_iata" AS "key1", list_extract(max("z2"."distance", 1::BIGINT), 1::BIGINT) AS "bound"
          FROM "lakehouse"."gold"."flights" AS "z2"
          WHERE "z2"."origin_iata" IN (
            SELECT "z4"."p11_iata" AS "key1"
            FROM "q20" AS "z4"
          )
          GROUP BY "z2"."origin_iata"
        ) AS "h5" ON "t12"."origin_iata" = "h5"."key1"
        WHERE (("h5"."bound" IS NULL) OR ("t12"."distance" >= "h5"."bound"))
      ) AS "d1"
      WHERE "d1"."k1_rank" <= 1::BIGINT
    ) AS "p13"
    GROUP BY "p13"."origin_iata"
  ) AS "n15" ON "q20"."p11_iata" = "n15"."key1"
  LEFT JOIN (
    SELECT "p17"."origin_iata" AS "key1", ('[' || coalesce(string_agg(concat('{"distance":', coalesce("p17"."distance"::VARCHAR, 'null'), '}'), ',' ORDER BY "p17"."distance" ASC NULLS LAST, "p17"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d2"."t16_distance" AS "distance", "d2"."t16_flight_id" AS "flight_id", "d2"."t16_origin_iata" AS "origin_iata"
      FROM (
        SELECT "t16"."flight_id" AS "t16_flight_id", "t16"."distance" AS "t16_distance", "t16"."origin_iata" AS "t16_origin_iata", "h10"."key1" AS "h10_key1", "h10"."bound" AS "h10_bound", row_number() OVER (PARTITION BY "t16"."origin_iata" ORDER BY "t16"."distance" ASC NULLS LAST, "t16"."flight_id" ASC NULLS LAST) AS "k2_rank"
        FROM "lakehouse"."gold"."flights" AS "t16"
        INNER JOIN (
          SELECT "z7"."origin_iata" AS "key1", list_extract(min("z7"."distance", 1::BIGINT), 1::BIGINT) AS "bound"
          FROM "lakehouse"."gold"."flights" AS "z7"
          WHERE "z7"."origin_iata" IN (
            SELECT "z9"."p11_iata" AS "key1"
            FROM "q20" AS "z9"
          )
          GROUP BY "z7"."origin_iata"
        ) AS "h10" ON "t16"."origin_iata" = "h10"."key1"
        WHERE (("h10"."bound" IS NULL) OR ("t16"."distance" <= "h10"."bound"))
      ) AS "d2"
      WHERE "d2"."k2_rank" <= 1::BIGINT
    ) AS "p17"
    GROUP BY "p17"."origin_iata"
  ) AS "n19" ON "q20"."p11_iata" = "n19"."key1"
) AS "n21";
-- $1: STRING = "LAX"
