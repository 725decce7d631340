SELECT encode(concat('{"data":{"missing":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"present":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"smallDays":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t1"
  WHERE "t1"."p95_delay" IS NULL
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t3"
  WHERE "t3"."p95_delay" IS NOT NULL
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t5"
  WHERE "t5"."flights" < $1::BIGINT
    AND "t5"."p95_delay" IS NOT NULL
) AS "n6";
-- $1: BIGINT = 5
