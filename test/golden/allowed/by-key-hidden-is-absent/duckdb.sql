SELECT encode(concat('{"data":{"hidden":', coalesce("n4"."v1", 'null'), ',"absent":', coalesce("n8"."v1", 'null'), ',"airport":', coalesce("n22"."v1", 'null'), '}}')) AS "body"
FROM (
  SELECT any_value((concat('{"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"origin":') || CASE WHEN "t3"."iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("t3"."iata")::VARCHAR, E'\x01N'), '}') END || '}')) AS "v1"
  FROM (
    SELECT "t1"."flight_id", "t1"."origin_iata"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."flight_id" = $1::BIGINT
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m2"
        WHERE "m2"."member" = 'bay.partner@flights.demo'
          AND "m2"."iata" = "t1"."origin_iata"
      )
    LIMIT 1
  ) AS "p2"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."origin_iata" = "t3"."iata"
) AS "n4"
CROSS JOIN (
  SELECT any_value((concat('{"id":', coalesce(to_json("p6"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"origin":') || CASE WHEN "t7"."iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("t7"."iata")::VARCHAR, E'\x01N'), '}') END || '}')) AS "v1"
  FROM (
    SELECT "t5"."flight_id", "t5"."origin_iata"
    FROM "lakehouse"."gold"."flights" AS "t5"
    WHERE "t5"."flight_id" = $2::BIGINT
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m4"
        WHERE "m4"."member" = 'bay.partner@flights.demo'
          AND "m4"."iata" = "t5"."origin_iata"
      )
    LIMIT 1
  ) AS "p6"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t7" ON "p6"."origin_iata" = "t7"."iata"
) AS "n8"
CROSS JOIN (
  WITH "q21" AS MATERIALIZED (
    SELECT "p10"."iata" AS "p10_iata"
    FROM (
      SELECT "t9"."iata"
      FROM "lakehouse"."gold"."airports" AS "t9"
      WHERE "t9"."iata" = $3::VARCHAR
      LIMIT 1
    ) AS "p10"
  )
  SELECT any_value((concat('{"iata":', coalesce(to_json("q21"."p10_iata")::VARCHAR, E'\x01N'), ',"departures":{"totalCount":', coalesce(CASE WHEN coalesce("n16"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n16"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), ',"nodes":', coalesce("n14"."v1", '[]'), '},"departureGroups":') || CASE WHEN coalesce("n20"."v2", 0::BIGINT) > 10000::BIGINT THEN E'\x01L' ELSE coalesce("n20"."v1", '[]') END || '}')) AS "v1"
  FROM "q21"
  LEFT JOIN (
    SELECT "p12"."origin_iata" AS "key1", ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("p12"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p12"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d1"."t11_flight_id" AS "flight_id", "d1"."t11_origin_iata" AS "origin_iata"
      FROM (
        SELECT "t11"."flight_id" AS "t11_flight_id", "t11"."origin_iata" AS "t11_origin_iata", row_number() OVER (PARTITION BY "t11"."origin_iata" ORDER BY "t11"."flight_id" ASC NULLS LAST) AS "k1_rank"
        FROM "lakehouse"."gold"."flights" AS "t11"
        WHERE "t11"."origin_iata" IN (
          SELECT "x1"."p10_iata" AS "key1"
          FROM "q21" AS "x1"
        )
          AND EXISTS (
            SELECT 1
            FROM "lakehouse"."governance"."airport_access" AS "m6"
            WHERE "m6"."member" = 'bay.partner@flights.demo'
              AND "m6"."iata" = "t11"."origin_iata"
          )
      ) AS "d1"
      WHERE "d1"."k1_rank" <= 2::BIGINT
    ) AS "p12"
    GROUP BY "p12"."origin_iata"
  ) AS "n14" ON "q21"."p10_iata" = "n14"."key1"
  LEFT JOIN (
    SELECT "t15"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t15"
    WHERE "t15"."origin_iata" IN (
      SELECT "x2"."p10_iata" AS "key1"
      FROM "q21" AS "x2"
    )
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m8"
        WHERE "m8"."member" = 'bay.partner@flights.demo'
          AND "m8"."iata" = "t15"."origin_iata"
      )
    GROUP BY "t15"."origin_iata"
  ) AS "n16" ON "q21"."p10_iata" = "n16"."key1"
  LEFT JOIN (
    SELECT "p19"."l1" AS "key1", ('[' || coalesce(string_agg(concat('{"count":', coalesce(CASE WHEN "p19"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p19"."a1"::VARCHAR END, E'\x01N'), '}'), ','), '') || ']') AS "v1", count(*) AS "v2"
    FROM (
      SELECT "d2"."g18_l1" AS "l1", "d2"."g18_a1" AS "a1"
      FROM (
        SELECT "t17"."origin_iata" AS "g18_l1", count(*) AS "g18_a1", row_number() OVER (PARTITION BY "t17"."origin_iata") AS "k2_rank"
        FROM "lakehouse"."gold"."flights" AS "t17"
        WHERE "t17"."origin_iata" IN (
          SELECT "x3"."p10_iata" AS "key1"
          FROM "q21" AS "x3"
        )
          AND EXISTS (
            SELECT 1
            FROM "lakehouse"."governance"."airport_access" AS "m10"
            WHERE "m10"."member" = 'bay.partner@flights.demo'
              AND "m10"."iata" = "t17"."origin_iata"
          )
        GROUP BY "t17"."origin_iata"
      ) AS "d2"
      WHERE "d2"."k2_rank" <= 10001::BIGINT
    ) AS "p19"
    GROUP BY "p19"."l1"
  ) AS "n20" ON "q21"."p10_iata" = "n20"."key1"
) AS "n22";
-- $1: BIGINT = 1
-- $2: BIGINT = 999999999
-- $3: STRING = "JFK"
