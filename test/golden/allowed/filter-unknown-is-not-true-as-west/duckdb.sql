SELECT encode(concat('{"data":{"above":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"notAbove":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"neq":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"notIn":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), '},"notAboveOrMissing":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CASE WHEN "t1_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t1_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t1_raw"
  ) AS "t1"
  WHERE "t1"."p95_delay" > $1::DOUBLE
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CASE WHEN "t3_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t3_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t3_raw"
  ) AS "t3"
  WHERE NOT ("t3"."p95_delay" > $1::DOUBLE)
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CASE WHEN "t5_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t5_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t5_raw"
  ) AS "t5"
  WHERE "t5"."p95_delay" <> $1::DOUBLE
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CASE WHEN "t7_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t7_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t7_raw"
  ) AS "t7"
  WHERE NOT ("t7"."p95_delay" IN ($1::DOUBLE, $2::DOUBLE))
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CASE WHEN "t9_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t9_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t9_raw"
  ) AS "t9"
  WHERE ((NOT ("t9"."p95_delay" > $1::DOUBLE)) OR ("t9"."p95_delay" IS NULL))
) AS "n10";
-- $1: DOUBLE = 30
-- $2: DOUBLE = 60
