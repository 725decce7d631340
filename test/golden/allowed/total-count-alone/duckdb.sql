SELECT encode(concat('{"data":{"flights":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"airports":{"totalCount":', coalesce(CASE WHEN "n4"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n4"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t1"
) AS "n2"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airports" AS "t3"
) AS "n4";
