SELECT encode(concat('{"data":{"eq":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"neq":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"in":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"notIn":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), '},"lt":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), '},"lte":{"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), '},"gt":{"totalCount":', coalesce(CASE WHEN "n14"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n14"."v1"::VARCHAR END, E'\x01N'), '},"gte":{"totalCount":', coalesce(CASE WHEN "n16"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n16"."v1"::VARCHAR END, E'\x01N'), '},"isNull":{"totalCount":', coalesce(CASE WHEN "n18"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n18"."v1"::VARCHAR END, E'\x01N'), '},"isNotNull":{"totalCount":', coalesce(CASE WHEN "n20"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n20"."v1"::VARCHAR END, E'\x01N'), '},"range":{"totalCount":', coalesce(CASE WHEN "n22"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n22"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t1"
  WHERE "t1"."flight_id" = $1::BIGINT
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m2"
      WHERE "m2"."member" = 'bay.partner@flights.demo'
        AND "m2"."iata" = "t1"."origin_iata"
    )
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t3"
  WHERE "t3"."flight_id" <> $1::BIGINT
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m4"
      WHERE "m4"."member" = 'bay.partner@flights.demo'
        AND "m4"."iata" = "t3"."origin_iata"
    )
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."flight_id" IN ($1::BIGINT, $2::BIGINT)
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m6"
      WHERE "m6"."member" = 'bay.partner@flights.demo'
        AND "m6"."iata" = "t5"."origin_iata"
    )
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t7"
  WHERE NOT ("t7"."flight_id" IN ($1::BIGINT, $2::BIGINT))
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m8"
      WHERE "m8"."member" = 'bay.partner@flights.demo'
        AND "m8"."iata" = "t7"."origin_iata"
    )
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t9"
  WHERE "t9"."flight_id" < $2::BIGINT
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m10"
      WHERE "m10"."member" = 'bay.partner@flights.demo'
        AND "m10"."iata" = "t9"."origin_iata"
    )
) AS "n10"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t11"
  WHERE "t11"."flight_id" <= $2::BIGINT
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m12"
      WHERE "m12"."member" = 'bay.partner@flights.demo'
        AND "m12"."iata" = "t11"."origin_iata"
    )
) AS "n12"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t13"
  WHERE "t13"."flight_id" > $2::BIGINT
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m14"
      WHERE "m14"."member" = 'bay.partner@flights.demo'
        AND "m14"."iata" = "t13"."origin_iata"
    )
) AS "n14"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t15"
  WHERE "t15"."flight_id" >= $2::BIGINT
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m16"
      WHERE "m16"."member" = 'bay.partner@flights.demo'
        AND "m16"."iata" = "t15"."origin_iata"
    )
) AS "n16"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t17"
  WHERE "t17"."flight_id" IS NULL
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m18"
      WHERE "m18"."member" = 'bay.partner@flights.demo'
        AND "m18"."iata" = "t17"."origin_iata"
    )
) AS "n18"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t19"
  WHERE "t19"."flight_id" IS NOT NULL
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m20"
      WHERE "m20"."member" = 'bay.partner@flights.demo'
        AND "m20"."iata" = "t19"."origin_iata"
    )
) AS "n20"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t21"
  WHERE "t21"."flight_id" < $2::BIGINT
    AND "t21"."flight_id" >= $1::BIGINT
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m22"
      WHERE "m22"."member" = 'bay.partner@flights.demo'
        AND "m22"."iata" = "t21"."origin_iata"
    )
) AS "n22";
-- $1: BIGINT = 2500000
-- $2: BIGINT = 2600000
