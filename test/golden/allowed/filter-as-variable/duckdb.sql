SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), ',"nodes":', "n4"."v1", '},"some":{"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"delay":', coalesce("p2"."delay"::VARCHAR, 'null'), ',"originIata":', coalesce(to_json("p2"."origin_iata")::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p2"."origin_iata" DESC NULLS LAST, "p2"."delay" ASC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."origin_iata", "t1"."delay", "t1"."flight_id"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."delay" >= $1::INTEGER
      AND NOT ("t1"."origin_iata" = $2::VARCHAR)
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m1"
        WHERE "m1"."iata" = "t1"."origin_iata"
          AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    ORDER BY "t1"."origin_iata" DESC NULLS LAST, "t1"."delay" ASC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 3
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."delay" >= $1::INTEGER
    AND NOT ("t5"."origin_iata" = $2::VARCHAR)
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m3"
      WHERE "m3"."iata" = "t5"."origin_iata"
        AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t7"
  WHERE "t7"."delay" > $3::INTEGER
    AND "t7"."origin_iata" IN ($2::VARCHAR, $4::VARCHAR)
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m5"
      WHERE "m5"."iata" = "t7"."origin_iata"
        AND "m5"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
) AS "n8";
-- $1: INT = 700
-- $2: STRING = "LAS"
-- $3: INT = 500
-- $4: STRING = "SFO"
