SELECT encode(CASE WHEN "n5"."v1" IS NOT NULL THEN (concat('{"data":{"flights":{"nodes":', "n5"."v1", ',"totalCount":', coalesce(CASE WHEN "n7"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n7"."v1"::VARCHAR END, E'\x01N'), '},"flightGroups":') || CASE WHEN "n11"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n11"."v1" END || '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg((concat('{"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"delay":', coalesce("p2"."delay"::VARCHAR, 'null'), ',"origin":') || CASE WHEN "t3"."iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("t3"."iata")::VARCHAR, E'\x01N'), ',"city":', coalesce(to_json("t3"."city")::VARCHAR, 'null'), '}') END || concat(',"distance":', coalesce("p2"."distance"::VARCHAR, 'null'), '}')), ',' ORDER BY "p2"."delay" DESC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."delay", "t1"."flight_id", "t1"."origin_iata", "t1"."distance"
    FROM "lakehouse"."gold"."flights" AS "t1"
    ORDER BY "t1"."delay" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 2
  ) AS "p2"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."origin_iata" = "t3"."iata"
) AS "n5"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t6"
) AS "n7"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p10"."g1")::VARCHAR, 'null'), ',"destinationIata":', coalesce(to_json("p10"."g2")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p10"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p10"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p10"."g1" ASC NULLS LAST, "p10"."g2" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t8"."origin_iata" AS "g1", "t8"."destination_iata" AS "g2", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t8"
    WHERE "t8"."origin_iata" = $1::VARCHAR
    GROUP BY "t8"."origin_iata", "t8"."destination_iata"
    ORDER BY "t8"."origin_iata" ASC NULLS LAST, "t8"."destination_iata" ASC NULLS LAST
    LIMIT 10001
  ) AS "p10"
) AS "n11";
-- $1: STRING = "ACY"
