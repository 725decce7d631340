SELECT encode(CASE WHEN "n26"."v1" IS NOT NULL THEN concat('{"data":{"eq":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"neq":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '},"in":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"notIn":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), '},"lt":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), '},"lte":{"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), '},"gt":{"totalCount":', coalesce(CASE WHEN "n14"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n14"."v1"::VARCHAR END, E'\x01N'), '},"gte":{"totalCount":', coalesce(CASE WHEN "n16"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n16"."v1"::VARCHAR END, E'\x01N'), '},"isNull":{"totalCount":', coalesce(CASE WHEN "n18"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n18"."v1"::VARCHAR END, E'\x01N'), '},"isNotNull":{"totalCount":', coalesce(CASE WHEN "n20"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n20"."v1"::VARCHAR END, E'\x01N'), '},"range":{"totalCount":', coalesce(CASE WHEN "n22"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n22"."v1"::VARCHAR END, E'\x01N'), '},"exact":{"nodes":', "n26"."v1", '}}}') END) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t1_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t1_raw"
  ) AS "t1"
  WHERE "t1"."latitude" = $1::DOUBLE
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t3_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t3_raw"
  ) AS "t3"
  WHERE "t3"."latitude" <> $1::DOUBLE
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t5_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t5_raw"
  ) AS "t5"
  WHERE "t5"."latitude" IN ($1::DOUBLE, $2::DOUBLE)
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t7_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t7_raw"
  ) AS "t7"
  WHERE NOT ("t7"."latitude" IN ($1::DOUBLE, $2::DOUBLE))
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t9_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t9_raw"
  ) AS "t9"
  WHERE "t9"."latitude" < $2::DOUBLE
) AS "n10"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t11_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t11_raw"
  ) AS "t11"
  WHERE "t11"."latitude" <= $2::DOUBLE
) AS "n12"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t13_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t13_raw"
  ) AS "t13"
  WHERE "t13"."latitude" > $2::DOUBLE
) AS "n14"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t15_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t15_raw"
  ) AS "t15"
  WHERE "t15"."latitude" >= $2::DOUBLE
) AS "n16"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t17_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t17_raw"
  ) AS "t17"
  WHERE "t17"."latitude" IS NULL
) AS "n18"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t19_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t19_raw"
  ) AS "t19"
  WHERE "t19"."latitude" IS NOT NULL
) AS "n20"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM (
    SELECT CAST(round("t21_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
    FROM "lakehouse"."gold"."airports" AS "t21_raw"
  ) AS "t21"
  WHERE "t21"."latitude" < $2::DOUBLE
    AND "t21"."latitude" >= $1::DOUBLE
) AS "n22"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p24"."iata")::VARCHAR, E'\x01N'), ',"latitude":', coalesce(CASE WHEN NOT isfinite("p24"."latitude") THEN E'\x01F' ELSE to_json("p24"."latitude")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p24"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t23"."iata", "t23"."latitude"
    FROM (
      SELECT "t23_raw"."iata", CAST(round("t23_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
      FROM "lakehouse"."gold"."airports" AS "t23_raw"
    ) AS "t23"
    WHERE "t23"."latitude" = $3::DOUBLE
    ORDER BY "t23"."iata" ASC NULLS LAST
    LIMIT 100
  ) AS "p24"
) AS "n26";
-- $1: DOUBLE = 38
-- $2: DOUBLE = 47
-- $3: DOUBLE = 37.61900194
