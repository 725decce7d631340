SELECT encode(CASE WHEN "n14"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"nodes":', "n14"."v1", '}}}') END) AS "body"
FROM (
  WITH "q13" AS MATERIALIZED (
    SELECT "p2"."iata" AS "p2_iata"
    FROM (
      SELECT "t1"."iata"
      FROM "lakehouse"."gold"."airports" AS "t1"
      WHERE "t1"."iata" IN ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR, $4::VARCHAR)
      ORDER BY "t1"."iata" ASC NULLS LAST
      LIMIT 100
    ) AS "p2"
  )
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("q13"."p2_iata")::VARCHAR, E'\x01N'), ',"departureGroups":', coalesce("n7"."v1", '[]'), ',"arrivalGroups":', coalesce("n11"."v1", '[]'), '}'), ',' ORDER BY "q13"."p2_iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM "q13"
  LEFT JOIN (
    SELECT "p6"."l1" AS "key1", ('[' || coalesce(string_agg(concat('{"key":{"destination":{"iata":', coalesce(to_json("p6"."g1")::VARCHAR, 'null'), '},"month":', coalesce(CASE WHEN "p6"."g2" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p6"."g2"::DATE, 'T', "p6"."g2"::TIME, 'Z"') WHEN "p6"."g2" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p6"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p6"."a1"::VARCHAR END, E'\x01N'), ',"avg":{"delay":', coalesce(CASE WHEN NOT isfinite("p6"."a2") THEN E'\x01F' ELSE to_json("p6"."a2")::VARCHAR END, 'null'), '},"percentile":{"delay":', coalesce(CASE WHEN NOT isfinite("p6"."a3") THEN E'\x01F' ELSE to_json("p6"."a3")::VARCHAR END, 'null'), '},"measures":{"onTimeRate":', coalesce(CASE WHEN NOT isfinite("p6"."a4") THEN E'\x01F' ELSE to_json("p6"."a4")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p6"."a1" DESC NULLS LAST, "p6"."g1" ASC NULLS LAST, "p6"."g2" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d2"."g4_l1" AS "l1", "d2"."g4_g1" AS "g1", "d2"."g4_g2" AS "g2", "d2"."g4_a1" AS "a1", "d2"."g4_a2" AS "a2", "d2"."g4_a3" AS "a3", "d2"."g4_a4" AS "a4"
      FROM (
        WITH "d1" AS MATERIALIZED (
          SELECT "t3"."date", "t3"."delay", "t3"."origin_iata", "t3"."destination_iata"
          FROM "lakehouse"."gold"."flights" AS "t3"
          WHERE "t3"."origin_iata" IN (
            SELECT "x1"."p2_iata" AS "key1"
            FROM "q13" AS "x1"
          )
            AND "t3"."delay" > $5::INTEGER
            AND EXISTS (
              SELECT 1
              FROM "lakehouse"."governance"."airport_access" AS "m2"
              WHERE "m2"."member" = 'bay.partner@flights.demo'
                AND "m2"."iata" = "t3"."origin_iata"
            )
        )
        SELECT "t3"."origin_iata" AS "g4_l1", "t5"."iata" AS "g4_g1", date_trunc('quarter', "t3"."date") AS "g4_g2", count(*) AS "g4_a1", avg(CAST("t3"."delay" AS DOUBLE)) AS "g4_a2", quantile_cont(CAST("t3"."delay" AS DOUBLE), 0.9e0) AS "g4_a3", avg(CASE WHEN "t3"."delay" <= 15::INTEGER THEN 1e0 ELSE 0e0 END) AS "g4_a4", row_number() OVER (PARTITION BY "t3"."origin_iata" ORDER BY count(*) DESC NULLS LAST, "t5"."iata" ASC NULLS LAST, date_trunc('quarter', "t3"."date") ASC NULLS LAST) AS "k1_rank"
        FROM "d1" AS "t3"
        LEFT JOIN "lakehouse"."gold"."airports" AS "t5" ON "t3"."destination_iata" = "t5"."iata"
        GROUP BY "t3"."origin_iata", "t5"."iata", date_trunc('quarter', "t3"."date")
        HAVING count(*) > $6::BIGINT
      ) AS "d2"
      WHERE "d2"."k1_rank" <= 2::BIGINT
    ) AS "p6"
    GROUP BY "p6"."l1"
  ) AS "n7" ON "q13"."p2_iata" = "n7"."key1"
  LEFT JOIN (
    SELECT "p10"."l1" AS "key1", ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p10"."g1")::VARCHAR, 'null'), '},"max":{"delay":', coalesce("p10"."a1"::VARCHAR, 'null'), '}}'), ',' ORDER BY "p10"."a1" DESC NULLS LAST, "p10"."g1" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d4"."g9_l1" AS "l1", "d4"."g9_g1" AS "g1", "d4"."g9_a1" AS "a1"
      FROM (
        WITH "d3" AS MATERIALIZED (
          SELECT "t8"."delay", "t8"."origin_iata", "t8"."destination_iata"
          FROM "lakehouse"."gold"."flights" AS "t8"
          WHERE "t8"."destination_iata" IN (
            SELECT "x2"."p2_iata" AS "key1"
            FROM "q13" AS "x2"
          )
            AND EXISTS (
              SELECT 1
              FROM "lakehouse"."governance"."airport_access" AS "m4"
              WHERE "m4"."member" = 'bay.partner@flights.demo'
                AND "m4"."iata" = "t8"."origin_iata"
            )
        )
        SELECT "t8"."destination_iata" AS "g9_l1", "t8"."origin_iata" AS "g9_g1", max("t8"."delay") AS "g9_a1", row_number() OVER (PARTITION BY "t8"."destination_iata" ORDER BY max("t8"."delay") DESC NULLS LAST, "t8"."origin_iata" ASC NULLS LAST) AS "k2_rank"
        FROM "d3" AS "t8"
        GROUP BY "t8"."destination_iata", "t8"."origin_iata"
      ) AS "d4"
      WHERE "d4"."k2_rank" <= 1::BIGINT
    ) AS "p10"
    GROUP BY "p10"."l1"
  ) AS "n11" ON "q13"."p2_iata" = "n11"."key1"
) AS "n14";
-- $1: STRING = "OAK"
-- $2: STRING = "SEA"
-- $3: STRING = "JFK"
-- $4: STRING = "00M"
-- $5: INT = 30
-- $6: BIGINT = 5
