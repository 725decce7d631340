SELECT encode(CASE WHEN "n6"."v1" IS NOT NULL THEN (concat('{"data":{"flights":{"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n6"."v2" > 2::BIGINT) THEN 'true' WHEN NOT ("n6"."v2" > 2::BIGINT) THEN 'false' END, E'\x01N'), '},"totalCount":', coalesce(CASE WHEN "n8"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n8"."v1"::VARCHAR END, E'\x01N'), ',"nodes":', "n6"."v1", '},"airport":', coalesce("n11"."v1", 'null'), ',"flightGroups":') || CASE WHEN "n15"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n15"."v1" END || '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg((concat('{"id":', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"origin":') || CASE WHEN "d1"."t3_iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("d1"."t3_iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("d1"."t3_name")::VARCHAR, 'null'), '}') END || ',"destination":' || CASE WHEN "d1"."t4_iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("d1"."t4_iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("d1"."t4_name")::VARCHAR, 'null'), ',"country":', coalesce(to_json("d1"."t4_country")::VARCHAR, 'null'), '}') END || '}'), ',' ORDER BY "d1"."r5_rank" ASC NULLS LAST) FILTER (WHERE "d1"."r5_rank" <= 2::BIGINT), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "p2"."delay" AS "p2_delay", "p2"."flight_id" AS "p2_flight_id", "p2"."origin_iata" AS "p2_origin_iata", "p2"."destination_iata" AS "p2_destination_iata", "t3"."iata" AS "t3_iata", "t3"."name" AS "t3_name", "t4"."iata" AS "t4_iata", "t4"."name" AS "t4_name", "t4"."country" AS "t4_country", row_number() OVER (ORDER BY "p2"."delay" DESC NULLS LAST, "p2"."flight_id" ASC NULLS LAST) AS "r5_rank"
    FROM (
      SELECT "t1"."delay", "t1"."flight_id", "t1"."origin_iata", "t1"."destination_iata"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."delay" > $1::INTEGER
      ORDER BY "t1"."delay" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
      LIMIT 3
    ) AS "p2"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."origin_iata" = "t3"."iata"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t4" ON "p2"."destination_iata" = "t4"."iata"
  ) AS "d1"
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t7"
  WHERE "t7"."delay" > $1::INTEGER
) AS "n8"
CROSS JOIN (
  SELECT any_value(concat('{"iata":', coalesce(to_json("p10"."iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("p10"."name")::VARCHAR, 'null'), ',"state":', coalesce(to_json("p10"."state")::VARCHAR, 'null'), ',"city":', coalesce(to_json("p10"."city")::VARCHAR, 'null'), '}')) AS "v1"
  FROM (
    SELECT "t9"."iata", "t9"."name", "t9"."state", "t9"."city"
    FROM "lakehouse"."gold"."airports" AS "t9"
    WHERE "t9"."iata" = $2::VARCHAR
    LIMIT 1
  ) AS "p10"
) AS "n11"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"count":', coalesce(CASE WHEN "p14"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p14"."a1"::VARCHAR END, E'\x01N'), ',"max":{"delay":', coalesce("p14"."a2"::VARCHAR, 'null'), ',"distance":', coalesce("p14"."a3"::VARCHAR, 'null'), '}}'), ','), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT count(*) AS "a1", max("t12"."delay") AS "a2", max("t12"."distance") AS "a3"
    FROM "lakehouse"."gold"."flights" AS "t12"
    WHERE "t12"."delay" > $1::INTEGER
    LIMIT 10001
  ) AS "p14"
) AS "n15";
-- $1: INT = 900
-- $2: STRING = "SEA"
