SELECT encode(('{"data":{"airportGroups":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || ',"routeDayGroups":' || CASE WHEN "n8"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n8"."v1" END || '}}')) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"country":', coalesce(to_json("p3"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t1"."country" AS "g1"
    FROM "lakehouse"."gold"."airports" AS "t1"
    WHERE "t1"."country" <> $1::VARCHAR
    GROUP BY "t1"."country"
    ORDER BY "t1"."country" ASC NULLS LAST
    LIMIT 10001
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p7"."g1")::VARCHAR, 'null'), ',"destinationIata":', coalesce(to_json("p7"."g2")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p7"."g1" ASC NULLS LAST, "p7"."g2" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t5"."origin_iata" AS "g1", "t5"."destination_iata" AS "g2"
    FROM "lakehouse"."gold"."route_days" AS "t5"
    WHERE "t5"."flights" >= $2::BIGINT
    GROUP BY "t5"."origin_iata", "t5"."destination_iata"
    ORDER BY "t5"."origin_iata" ASC NULLS LAST, "t5"."destination_iata" ASC NULLS LAST
    LIMIT 10001
  ) AS "p7"
) AS "n8";
-- $1: STRING = "USA"
-- $2: BIGINT = 46
