SELECT encode(concat('{"data":{"missing":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"present":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"smallDays":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CASE WHEN "t1_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t1_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t1_raw"
  ) AS "t1"
  WHERE "t1"."p95_delay" IS NULL
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CASE WHEN "t3_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t3_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t3_raw"
  ) AS "t3"
  WHERE "t3"."p95_delay" IS NOT NULL
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT "t5_raw"."flights", CASE WHEN "t5_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t5_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t5_raw"
    WHERE "t5_raw"."flights" < $1::BIGINT
  ) AS "t5"
  WHERE "t5"."p95_delay" IS NOT NULL
) AS "n6";
-- $1: BIGINT = 5
