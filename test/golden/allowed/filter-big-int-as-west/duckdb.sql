SELECT encode(concat('{"data":{"eq":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"neq":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"in":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"notIn":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), '},"lt":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), '},"lte":{"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), '},"gt":{"totalCount":', coalesce(CASE WHEN "n14"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n14"."v1"::VARCHAR END, E'\x01N'), '},"gte":{"totalCount":', coalesce(CASE WHEN "n16"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n16"."v1"::VARCHAR END, E'\x01N'), '},"isNull":{"totalCount":', coalesce(CASE WHEN "n18"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n18"."v1"::VARCHAR END, E'\x01N'), '},"isNotNull":{"totalCount":', coalesce(CASE WHEN "n20"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n20"."v1"::VARCHAR END, E'\x01N'), '},"range":{"totalCount":', coalesce(CASE WHEN "n22"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n22"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t1"
  WHERE "t1"."flights" = $1::BIGINT
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t3"
  WHERE "t3"."flights" <> $1::BIGINT
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t5"
  WHERE "t5"."flights" IN ($1::BIGINT, $2::BIGINT)
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t7"
  WHERE NOT ("t7"."flights" IN ($1::BIGINT, $2::BIGINT))
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t9"
  WHERE "t9"."flights" < $2::BIGINT
) AS "n10"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t11"
  WHERE "t11"."flights" <= $2::BIGINT
) AS "n12"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t13"
  WHERE "t13"."flights" > $2::BIGINT
) AS "n14"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t15"
  WHERE "t15"."flights" >= $2::BIGINT
) AS "n16"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t17"
  WHERE "t17"."flights" IS NULL
) AS "n18"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t19"
  WHERE "t19"."flights" IS NOT NULL
) AS "n20"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t21"
  WHERE "t21"."flights" < $2::BIGINT
    AND "t21"."flights" >= $1::BIGINT
) AS "n22";
-- $1: BIGINT = 5
-- $2: BIGINT = 12
