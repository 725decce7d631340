SELECT encode(concat('{"data":{"flights":{"totalCount":', coalesce(CASE WHEN "n2"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n2"."v1"::VARCHAR END, E'\x01N'), '},"airport":', coalesce("n8"."v1", 'null'), ',"airportMonths":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t1"
) AS "n2"
CROSS JOIN (
  WITH "q7" AS MATERIALIZED (
    SELECT "p4"."latitude" AS "p4_latitude", "p4"."iata" AS "p4_iata"
    FROM (
      SELECT "t3"."latitude", "t3"."iata"
      FROM "lakehouse"."gold"."airports" AS "t3"
      WHERE "t3"."iata" = $1::VARCHAR
      LIMIT 1
    ) AS "p4"
  )
  SELECT any_value(concat('{"latitude":', coalesce(CASE WHEN NOT isfinite("q7"."p4_latitude") THEN E'\x01F' ELSE to_json("q7"."p4_latitude")::VARCHAR END, 'null'), ',"departures":{"totalCount":', coalesce(CASE WHEN coalesce("n6"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n6"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), '}}')) AS "v1"
  FROM "q7"
  LEFT JOIN (
    SELECT "t5"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t5"
    WHERE "t5"."origin_iata" IN (
      SELECT "x1"."p4_iata" AS "key1"
      FROM "q7" AS "x1"
    )
    GROUP BY "t5"."origin_iata"
  ) AS "n6" ON "q7"."p4_iata" = "n6"."key1"
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airport_months" AS "t9"
) AS "n10";
-- $1: STRING = "JFK"
