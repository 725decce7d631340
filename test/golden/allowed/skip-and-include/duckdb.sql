SELECT encode(concat('{"data":{"flight":', coalesce("n4"."v1", 'null'), ',"count":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '}}}')) AS "body"
FROM (
  SELECT any_value((concat('{"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p2"."date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p2"."date"::DATE, 'T', "p2"."date"::TIME, 'Z"') WHEN "p2"."date" IS NOT NULL THEN E'\x01D' END, E'\x01N'), ',"destinationIata":', coalesce(to_json("p2"."destination_iata")::VARCHAR, E'\x01N'), ',"origin":') || CASE WHEN "t3"."iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("t3"."iata")::VARCHAR, E'\x01N'), '}') END || '}')) AS "v1"
  FROM (
    SELECT "t1"."flight_id", "t1"."date", "t1"."destination_iata", "t1"."origin_iata"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."flight_id" = $1::BIGINT
    LIMIT 1
  ) AS "p2"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."origin_iata" = "t3"."iata"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."origin_iata" = $2::VARCHAR
) AS "n6";
-- $1: BIGINT = 1
-- $2: STRING = "ACY"
