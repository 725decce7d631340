SELECT encode(concat('{"data":{"above":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"notAbove":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"neq":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"notIn":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), '},"notAboveOrMissing":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t1"
  WHERE "t1"."p95_delay" > $1::DOUBLE
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t3"
  WHERE NOT ("t3"."p95_delay" > $1::DOUBLE)
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t5"
  WHERE "t5"."p95_delay" <> $1::DOUBLE
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t7"
  WHERE NOT ("t7"."p95_delay" IN ($1::DOUBLE, $2::DOUBLE))
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t9"
  WHERE ((NOT ("t9"."p95_delay" > $1::DOUBLE)) OR ("t9"."p95_delay" IS NULL))
) AS "n10";
-- $1: DOUBLE = 30
-- $2: DOUBLE = 60
