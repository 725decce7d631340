SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n10"."v1" IS NOT NULL AND "n26"."v1" IS NOT NULL THEN (concat('{"data":{"a":{"nodes":', "n4"."v1", ',"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"b":{"nodes":', "n10"."v1", ',"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), '},"c":') || CASE WHEN "n16"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n16"."v1" END || concat(',"d":', coalesce("n19"."v1", 'null'), ',"airports":{"nodes":', "n26"."v1", '}}}')) END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"date":', coalesce(CASE WHEN "p2"."date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p2"."date"::DATE, 'T', "p2"."date"::TIME, 'Z"') WHEN "p2"."date" IS NOT NULL THEN E'\x01D' END, E'\x01N'), ',"destinationIata":', coalesce(to_json("p2"."destination_iata")::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p2"."date" DESC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."date", "t1"."flight_id", "t1"."destination_iata"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."origin_iata" = $1::VARCHAR
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m2"
        WHERE "m2"."member" = 'bay.partner@flights.demo'
          AND "m2"."iata" = "t1"."origin_iata"
      )
    ORDER BY "t1"."date" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 1
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."origin_iata" = $1::VARCHAR
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m4"
      WHERE "m4"."member" = 'bay.partner@flights.demo'
        AND "m4"."iata" = "t5"."origin_iata"
    )
) AS "n6"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"date":', coalesce(CASE WHEN "p8"."date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p8"."date"::DATE, 'T', "p8"."date"::TIME, 'Z"') WHEN "p8"."date" IS NOT NULL THEN E'\x01D' END, E'\x01N'), ',"destinationIata":', coalesce(to_json("p8"."destination_iata")::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p8"."date" DESC NULLS LAST, "p8"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t7"."date", "t7"."flight_id", "t7"."destination_iata"
    FROM "lakehouse"."gold"."flights" AS "t7"
    WHERE "t7"."origin_iata" = $2::VARCHAR
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m6"
        WHERE "m6"."member" = 'bay.partner@flights.demo'
          AND "m6"."iata" = "t7"."origin_iata"
      )
    ORDER BY "t7"."date" DESC NULLS LAST, "t7"."flight_id" ASC NULLS LAST
    LIMIT 1
  ) AS "p8"
) AS "n10"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t11"
  WHERE "t11"."origin_iata" = $2::VARCHAR
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m8"
      WHERE "m8"."member" = 'bay.partner@flights.demo'
        AND "m8"."iata" = "t11"."origin_iata"
    )
) AS "n12"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p15"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p15"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p15"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p15"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t13"."origin_iata" AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t13"
    WHERE "t13"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m10"
        WHERE "m10"."member" = 'bay.partner@flights.demo'
          AND "m10"."iata" = "t13"."origin_iata"
      )
    GROUP BY "t13"."origin_iata"
    ORDER BY "t13"."origin_iata" ASC NULLS LAST
    LIMIT 10001
  ) AS "p15"
) AS "n16"
CROSS JOIN (
  SELECT any_value(concat('{"originIata":', coalesce(to_json("p18"."origin_iata")::VARCHAR, E'\x01N'), '}')) AS "v1"
  FROM (
    SELECT "t17"."origin_iata"
    FROM "lakehouse"."gold"."flights" AS "t17"
    WHERE "t17"."flight_id" = $3::BIGINT
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m12"
        WHERE "m12"."member" = 'bay.partner@flights.demo'
          AND "m12"."iata" = "t17"."origin_iata"
      )
    LIMIT 1
  ) AS "p18"
) AS "n19"
CROSS JOIN (
  WITH "q25" AS MATERIALIZED (
    SELECT "p21"."iata" AS "p21_iata"
    FROM (
      SELECT "t20"."iata"
      FROM "lakehouse"."gold"."airports" AS "t20"
      WHERE "t20"."iata" IN ($1::VARCHAR, $2::VARCHAR)
      ORDER BY "t20"."iata" ASC NULLS LAST
      LIMIT 100
    ) AS "p21"
  )
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("q25"."p21_iata")::VARCHAR, E'\x01N'), ',"arrivals":{"totalCount":', coalesce(CASE WHEN coalesce("n23"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n23"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), '}}'), ',' ORDER BY "q25"."p21_iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM "q25"
  LEFT JOIN (
    SELECT "t22"."destination_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t22"
    WHERE "t22"."destination_iata" IN (
      SELECT "x1"."p21_iata" AS "key1"
      FROM "q25" AS "x1"
    )
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m14"
        WHERE "m14"."member" = 'bay.partner@flights.demo'
          AND "m14"."iata" = "t22"."origin_iata"
      )
    GROUP BY "t22"."destination_iata"
  ) AS "n23" ON "q25"."p21_iata" = "n23"."key1"
) AS "n26";
-- $1: STRING = "SFO"
-- $2: STRING = "SEA"
-- $3: BIGINT = 2400000
