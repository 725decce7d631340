SELECT encode(CASE WHEN "n21"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"totalCount":', coalesce(CASE WHEN "n23"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n23"."v1"::VARCHAR END, E'\x01N'), ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n21"."v2" > 2::BIGINT) THEN 'true' WHEN NOT ("n21"."v2" > 2::BIGINT) THEN 'false' END, E'\x01N'), '},"nodes":', "n21"."v1", '}}}') END) AS "body"
FROM (
  WITH "q20" AS MATERIALIZED (
    SELECT "p2"."iata" AS "p2_iata", row_number() OVER (ORDER BY "p2"."iata" DESC NULLS LAST) AS "r19_rank"
    FROM (
      SELECT "t1"."iata"
      FROM "lakehouse"."gold"."airports" AS "t1"
      WHERE "t1"."iata" IN ($1::VARCHAR, $2::VARCHAR)
      ORDER BY "t1"."iata" DESC NULLS LAST
      LIMIT 3
    ) AS "p2"
  )
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("q20"."p2_iata")::VARCHAR, E'\x01N'), ',"departures":{"totalCount":', coalesce(CASE WHEN coalesce("n16"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n16"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN (coalesce("n14"."v2", 0::BIGINT) > 2::BIGINT) THEN 'true' WHEN NOT (coalesce("n14"."v2", 0::BIGINT) > 2::BIGINT) THEN 'false' END, E'\x01N'), ',"hasPreviousPage":', coalesce(CASE WHEN (coalesce("n18"."v1", 0::BIGINT) > 0::BIGINT) THEN 'true' WHEN NOT (coalesce("n18"."v1", 0::BIGINT) > 0::BIGINT) THEN 'false' END, E'\x01N'), '},"nodes":', coalesce("n14"."v1", '[]'), '}}'), ',' ORDER BY "q20"."r19_rank" ASC NULLS LAST) FILTER (WHERE "q20"."r19_rank" <= 2::BIGINT), '') || ']') AS "v1", count(*) AS "v2"
  FROM "q20"
  LEFT JOIN (
    WITH "q13" AS MATERIALIZED (
      SELECT "p4"."flight_id" AS "p4_flight_id", "p4"."delay" AS "p4_delay", "t5"."iata" AS "t5_iata", "p4"."origin_iata" AS "p4_origin_iata", row_number() OVER (PARTITION BY "p4"."origin_iata" ORDER BY "p4"."delay" DESC NULLS LAST, "p4"."flight_id" ASC NULLS LAST) AS "r12_rank"
      FROM (
        SELECT "d1"."t3_delay" AS "delay", "d1"."t3_flight_id" AS "flight_id", "d1"."t3_origin_iata" AS "origin_iata", "d1"."t3_destination_iata" AS "destination_iata"
        FROM (
          SELECT "t3"."flight_id" AS "t3_flight_id", "t3"."delay" AS "t3_delay", "t3"."origin_iata" AS "t3_origin_iata", "t3"."destination_iata" AS "t3_destination_iata", "h6"."key1" AS "h6_key1", "h6"."bound" AS "h6_bound", row_number() OVER (PARTITION BY "t3"."origin_iata" ORDER BY "t3"."delay" DESC NULLS LAST, "t3"."flight_id" ASC NULLS LAST) AS "k1_rank"
          FROM "lakehouse"."gold"."flights" AS "t3"
          INNER JOIN (
            SELECT "z2"."origin_iata" AS "key1", list_extract(max("z2"."delay", 4::BIGINT), 4::BIGINT) AS "bound"
            FROM "lakehouse"."gold"."flights" AS "z2"
            WHERE "z2"."origin_iata" IN (
              SELECT "z4"."p2_iata" AS "key1"
              FROM "q20" AS "z4"
            )
              AND "z2"."delay" > $3::INTEGER
              AND EXISTS (
                SELECT 1
                FROM "lakehouse"."governance"."airport_access" AS "z5"
                WHERE "z5"."member" = 'bay.partner@flights.demo'
                  AND "z5"."iata" = "z2"."origin_iata"
              )
            GROUP BY "z2"."origin_iata"
          ) AS "h6" ON "t3"."origin_iata" = "h6"."key1"
          WHERE "t3"."delay" > $3::INTEGER
            AND EXISTS (
              SELECT 1
              FROM "lakehouse"."governance"."airport_access" AS "m2"
              WHERE "m2"."member" = 'bay.partner@flights.demo'
                AND "m2"."iata" = "t3"."origin_iata"
            )
            AND (("h6"."bound" IS NULL) OR ("t3"."delay" >= "h6"."bound"))
        ) AS "d1"
        WHERE "d1"."k1_rank" <= 4::BIGINT
          AND "d1"."k1_rank" > 1::BIGINT
      ) AS "p4"
      LEFT JOIN "lakehouse"."gold"."airports" AS "t5" ON "p4"."destination_iata" = "t5"."iata"
    )
    SELECT "q13"."p4_origin_iata" AS "key1", ('[' || coalesce(string_agg((concat('{"id":', coalesce(to_json("q13"."p4_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"delay":', coalesce("q13"."p4_delay"::VARCHAR, 'null'), ',"destination":') || CASE WHEN "q13"."t5_iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("q13"."t5_iata")::VARCHAR, E'\x01N'), ',"arrivals":{"totalCount":', coalesce(CASE WHEN coalesce("n11"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n11"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN (coalesce("n9"."v2", 0::BIGINT) > 2::BIGINT) THEN 'true' WHEN NOT (coalesce("n9"."v2", 0::BIGINT) > 2::BIGINT) THEN 'false' END, E'\x01N'), '},"nodes":', coalesce("n9"."v1", '[]'), '}}') END || '}'), ',' ORDER BY "q13"."r12_rank" ASC NULLS LAST) FILTER (WHERE "q13"."r12_rank" <= 2::BIGINT), '') || ']') AS "v1", count(*) AS "v2"
    FROM "q13"
    LEFT JOIN (
      SELECT "d3"."p7_destination_iata" AS "key1", ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("d3"."p7_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "d3"."p7_date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "d3"."p7_date"::DATE, 'T', "d3"."p7_date"::TIME, 'Z"') WHEN "d3"."p7_date" IS NOT NULL THEN E'\x01D' END, E'\x01N'), ',"originIata":', coalesce(to_json("d3"."p7_origin_iata")::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "d3"."r8_rank" ASC NULLS LAST) FILTER (WHERE "d3"."r8_rank" <= 2::BIGINT), '') || ']') AS "v1", count(*) AS "v2"
      FROM (
        SELECT "p7"."date" AS "p7_date", "p7"."flight_id" AS "p7_flight_id", "p7"."destination_iata" AS "p7_destination_iata", "p7"."origin_iata" AS "p7_origin_iata", row_number() OVER (PARTITION BY "p7"."destination_iata" ORDER BY "p7"."date" DESC NULLS LAST, "p7"."flight_id" ASC NULLS LAST) AS "r8_rank"
        FROM (
          SELECT "d2"."t6_date" AS "date", "d2"."t6_flight_id" AS "flight_id", "d2"."t6_destination_iata" AS "destination_iata", "d2"."t6_origin_iata" AS "origin_iata"
          FROM (
            SELECT "t6"."flight_id" AS "t6_flight_id", "t6"."date" AS "t6_date", "t6"."distance" AS "t6_distance", "t6"."origin_iata" AS "t6_origin_iata", "t6"."destination_iata" AS "t6_destination_iata", "h12"."key1" AS "h12_key1", "h12"."bound" AS "h12_bound", row_number() OVER (PARTITION BY "t6"."destination_iata" ORDER BY "t6"."date" DESC NULLS LAST, "t6"."flight_id" ASC NULLS LAST) AS "k2_rank"
            FROM "lakehouse"."gold"."flights" AS "t6"
            INNER JOIN (
              SELECT "z8"."destination_iata" AS "key1", list_extract(max("z8"."date", 3::BIGINT), 3::BIGINT) AS "bound"
              FROM "lakehouse"."gold"."flights" AS "z8"
              WHERE "z8"."destination_iata" IN (
                SELECT "z10"."t5_iata" AS "key1"
                FROM "q13" AS "z10"
              )
                AND "z8"."distance" > $4::INTEGER
                AND EXISTS (
                  SELECT 1
                  FROM "lakehouse"."governance"."airport_access" AS "z11"
                  WHERE "z11"."member" = 'bay.partner@flights.demo'
                    AND "z11"."iata" = "z8"."origin_iata"
                )
              GROUP BY "z8"."destination_iata"
            ) AS "h12" ON "t6"."destination_iata" = "h12"."key1"
            WHERE "t6"."distance" > $4::INTEGER
              AND EXISTS (
                SELECT 1
                FROM "lakehouse"."governance"."airport_access" AS "m4"
                WHERE "m4"."member" = 'bay.partner@flights.demo'
                  AND "m4"."iata" = "t6"."origin_iata"
              )
              AND (("h12"."bound" IS NULL) OR ("t6"."date" >= "h12"."bound"))
          ) AS "d2"
          WHERE "d2"."k2_rank" <= 3::BIGINT
        ) AS "p7"
      ) AS "d3"
      GROUP BY "d3"."p7_destination_iata"
    ) AS "n9" ON "q13"."t5_iata" = "n9"."key1"
    LEFT JOIN (
      SELECT "t10"."destination_iata" AS "key1", count(*) AS "v1"
      FROM "lakehouse"."gold"."flights" AS "t10"
      WHERE "t10"."destination_iata" IN (
        SELECT "x3"."t5_iata" AS "key1"
        FROM "q13" AS "x3"
      )
        AND "t10"."distance" > $4::INTEGER
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."governance"."airport_access" AS "m6"
          WHERE "m6"."member" = 'bay.partner@flights.demo'
            AND "m6"."iata" = "t10"."origin_iata"
        )
      GROUP BY "t10"."destination_iata"
    ) AS "n11" ON "q13"."t5_iata" = "n11"."key1"
    GROUP BY "q13"."p4_origin_iata"
  ) AS "n14" ON "q20"."p2_iata" = "n14"."key1"
  LEFT JOIN (
    SELECT "t15"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t15"
    WHERE "t15"."origin_iata" IN (
      SELECT "x4"."p2_iata" AS "key1"
      FROM "q20" AS "x4"
    )
      AND "t15"."delay" > $3::INTEGER
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m8"
        WHERE "m8"."member" = 'bay.partner@flights.demo'
          AND "m8"."iata" = "t15"."origin_iata"
      )
    GROUP BY "t15"."origin_iata"
  ) AS "n16" ON "q20"."p2_iata" = "n16"."key1"
  LEFT JOIN (
    SELECT "t17"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t17"
    WHERE "t17"."origin_iata" IN (
      SELECT "x5"."p2_iata" AS "key1"
      FROM "q20" AS "x5"
    )
      AND "t17"."delay" > $3::INTEGER
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m10"
        WHERE "m10"."member" = 'bay.partner@flights.demo'
          AND "m10"."iata" = "t17"."origin_iata"
      )
    GROUP BY "t17"."origin_iata"
  ) AS "n18" ON "q20"."p2_iata" = "n18"."key1"
) AS "n21"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airports" AS "t22"
  WHERE "t22"."iata" IN ($1::VARCHAR, $2::VARCHAR)
) AS "n23";
-- $1: STRING = "OAK"
-- $2: STRING = "SBP"
-- $3: INT = 100
-- $4: INT = 300
