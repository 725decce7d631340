SELECT encode(concat('{"data":{"eq":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"neq":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"in":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"notIn":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), '},"lt":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), '},"lte":{"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), '},"gt":{"totalCount":', coalesce(CASE WHEN "n14"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n14"."v1"::VARCHAR END, E'\x01N'), '},"gte":{"totalCount":', coalesce(CASE WHEN "n16"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n16"."v1"::VARCHAR END, E'\x01N'), '},"isNull":{"totalCount":', coalesce(CASE WHEN "n18"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n18"."v1"::VARCHAR END, E'\x01N'), '},"isNotNull":{"totalCount":', coalesce(CASE WHEN "n20"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n20"."v1"::VARCHAR END, E'\x01N'), '},"range":{"totalCount":', coalesce(CASE WHEN "n22"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n22"."v1"::VARCHAR END, E'\x01N'), '},"offset":{"totalCount":', coalesce(CASE WHEN "n24"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n24"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t1"
  WHERE "t1"."date" = $1::TIMESTAMP
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t3"
  WHERE "t3"."date" <> $1::TIMESTAMP
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."date" IN ($1::TIMESTAMP, $2::TIMESTAMP)
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t7"
  WHERE NOT ("t7"."date" IN ($1::TIMESTAMP, $2::TIMESTAMP))
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t9"
  WHERE "t9"."date" < $2::TIMESTAMP
) AS "n10"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t11"
  WHERE "t11"."date" <= $2::TIMESTAMP
) AS "n12"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t13"
  WHERE "t13"."date" > $2::TIMESTAMP
) AS "n14"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t15"
  WHERE "t15"."date" >= $2::TIMESTAMP
) AS "n16"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t17"
  WHERE "t17"."date" IS NULL
) AS "n18"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t19"
  WHERE "t19"."date" IS NOT NULL
) AS "n20"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t21"
  WHERE "t21"."date" < $2::TIMESTAMP
    AND "t21"."date" >= $1::TIMESTAMP
) AS "n22"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t23"
  WHERE "t23"."date" < $3::TIMESTAMP
    AND "t23"."date" >= $2::TIMESTAMP
) AS "n24";
-- $1: TIMESTAMP_NTZ = "2001-03-01 08:00:00"
-- $2: TIMESTAMP_NTZ = "2001-05-15 12:30:00"
-- $3: TIMESTAMP_NTZ = "2001-05-15 12:31:00"
