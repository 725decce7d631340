SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"nodes":', "n4"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"originIata":', coalesce(to_json("p2"."origin_iata")::VARCHAR, E'\x01N'), ',"distance":', coalesce("p2"."distance"::VARCHAR, 'null'), ',"delay":', coalesce("p2"."delay"::VARCHAR, 'null'), ',"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p2"."origin_iata" DESC NULLS LAST, "p2"."distance" ASC NULLS LAST, "p2"."delay" DESC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."origin_iata", "t1"."distance", "t1"."delay", "t1"."flight_id"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."delay" >= $1::INTEGER
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m1"
        WHERE "m1"."iata" = "t1"."origin_iata"
          AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    ORDER BY "t1"."origin_iata" DESC NULLS LAST, "t1"."distance" ASC NULLS LAST, "t1"."delay" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 8
  ) AS "p2"
) AS "n4";
-- $1: INT = 900
