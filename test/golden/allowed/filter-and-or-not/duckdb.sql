SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), ',"nodes":', "n4"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"delay":', coalesce("p2"."delay"::VARCHAR, 'null'), ',"distance":', coalesce("p2"."distance"::VARCHAR, 'null'), ',"originIata":', coalesce(to_json("p2"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p2"."destination_iata")::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p2"."delay" DESC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."delay", "t1"."flight_id", "t1"."distance", "t1"."origin_iata", "t1"."destination_iata"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."distance" > $1::INTEGER
      AND (("t1"."delay" > $2::INTEGER) OR (("t1"."delay" < $3::INTEGER) AND ("t1"."distance" >= $4::INTEGER)))
      AND NOT (("t1"."origin_iata" = $5::VARCHAR) OR (("t1"."destination_iata" = $5::VARCHAR) AND ("t1"."distance" < $6::INTEGER)))
    ORDER BY "t1"."delay" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 6
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."distance" > $1::INTEGER
    AND (("t5"."delay" > $2::INTEGER) OR (("t5"."delay" < $3::INTEGER) AND ("t5"."distance" >= $4::INTEGER)))
    AND NOT (("t5"."origin_iata" = $5::VARCHAR) OR (("t5"."destination_iata" = $5::VARCHAR) AND ("t5"."distance" < $6::INTEGER)))
) AS "n6";
-- $1: INT = 300
-- $2: INT = 600
-- $3: INT = -60
-- $4: INT = 2000
-- $5: STRING = "LAX"
-- $6: INT = 500
