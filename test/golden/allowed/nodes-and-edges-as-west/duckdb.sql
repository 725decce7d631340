SELECT encode(CASE WHEN "n5"."v1" IS NOT NULL AND "n5"."v2" IS NOT NULL AND "n5"."v3" IS NOT NULL THEN concat('{"data":{"flights":{"edges":', "n5"."v1", ',"nodes":', "n5"."v2", ',"more":', "n5"."v3", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat(E'{"cursor":\x02zk-5QTocuc7x-TNX-vw4MJ:[', coalesce(CASE WHEN "p2"."date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p2"."date"::DATE, 'T', "p2"."date"::TIME, 'Z"') WHEN "p2"."date" IS NOT NULL THEN E'\x01D' END, 'null'), ',', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03,"node":{"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p2"."destination_iata")::VARCHAR, E'\x01N'), '}}'), ',' ORDER BY "p2"."date" ASC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1", ('[' || coalesce(string_agg((concat('{"delay":', coalesce("p2"."delay"::VARCHAR, 'null'), ',"origin":') || CASE WHEN "t3"."iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("t3"."iata")::VARCHAR, E'\x01N'), '}') END || '}'), ',' ORDER BY "p2"."date" ASC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v2", ('[' || coalesce(string_agg(concat('{"node":{"distance":', coalesce("p2"."distance"::VARCHAR, 'null'), '}}'), ',' ORDER BY "p2"."date" ASC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v3"
  FROM (
    SELECT "t1"."date", "t1"."flight_id", "t1"."destination_iata", "t1"."delay", "t1"."origin_iata", "t1"."distance"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."delay" > $1::INTEGER
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m1"
        WHERE "m1"."iata" = "t1"."origin_iata"
          AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    ORDER BY "t1"."date" ASC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 2
  ) AS "p2"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."origin_iata" = "t3"."iata"
) AS "n5";
-- $1: INT = 800
