SELECT encode(CASE WHEN "n26"."v1" IS NOT NULL THEN concat('{"data":{"eq":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"neq":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"in":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"notIn":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), '},"lt":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), '},"lte":{"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), '},"gt":{"totalCount":', coalesce(CASE WHEN "n14"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n14"."v1"::VARCHAR END, E'\x01N'), '},"gte":{"totalCount":', coalesce(CASE WHEN "n16"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n16"."v1"::VARCHAR END, E'\x01N'), '},"isNull":{"totalCount":', coalesce(CASE WHEN "n18"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n18"."v1"::VARCHAR END, E'\x01N'), '},"isNotNull":{"totalCount":', coalesce(CASE WHEN "n20"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n20"."v1"::VARCHAR END, E'\x01N'), '},"range":{"totalCount":', coalesce(CASE WHEN "n22"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n22"."v1"::VARCHAR END, E'\x01N'), '},"nodes":{"nodes":', "n26"."v1", '}}}') END) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t1"
  WHERE "t1"."delay" = $1::INTEGER
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t3"
  WHERE "t3"."delay" <> $1::INTEGER
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."delay" IN ($1::INTEGER, $2::INTEGER)
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t7"
  WHERE NOT ("t7"."delay" IN ($1::INTEGER, $2::INTEGER))
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t9"
  WHERE "t9"."delay" < $2::INTEGER
) AS "n10"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t11"
  WHERE "t11"."delay" <= $2::INTEGER
) AS "n12"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t13"
  WHERE "t13"."delay" > $2::INTEGER
) AS "n14"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t15"
  WHERE "t15"."delay" >= $2::INTEGER
) AS "n16"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t17"
  WHERE "t17"."delay" IS NULL
) AS "n18"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t19"
  WHERE "t19"."delay" IS NOT NULL
) AS "n20"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t21"
  WHERE "t21"."delay" < $2::INTEGER
    AND "t21"."delay" >= $1::INTEGER
) AS "n22"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"delay":', coalesce("p24"."delay"::VARCHAR, 'null'), '}'), ',' ORDER BY "p24"."delay" DESC NULLS LAST, "p24"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t23"."delay", "t23"."flight_id"
    FROM "lakehouse"."gold"."flights" AS "t23"
    WHERE "t23"."delay" >= $3::INTEGER
    ORDER BY "t23"."delay" DESC NULLS LAST, "t23"."flight_id" ASC NULLS LAST
    LIMIT 3
  ) AS "p24"
) AS "n26";
-- $1: INT = 15
-- $2: INT = 60
-- $3: INT = 1000
