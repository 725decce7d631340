SELECT encode(('{"data":{"flightGroups":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || ',"routeDayGroups":' || CASE WHEN "n8"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n8"."v1" END || ',"nothing":' || CASE WHEN "n12"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n12"."v1" END || '}}')) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p3"."g1")::VARCHAR, 'null'), '},"measures":{"onTimeRate":', coalesce(CASE WHEN NOT isfinite("p3"."a1") THEN E'\x01F' ELSE to_json("p3"."a1")::VARCHAR END, 'null'), ',"delayedFlights":', coalesce(to_json("p3"."a2"::VARCHAR)::VARCHAR, 'null'), ',"averageDelayOfDelayed":', coalesce(CASE WHEN NOT isfinite("p3"."a3") THEN E'\x01F' ELSE to_json("p3"."a3")::VARCHAR END, 'null'), ',"rate":', coalesce(CASE WHEN NOT isfinite("p3"."a1") THEN E'\x01F' ELSE to_json("p3"."a1")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t1"."origin_iata" AS "g1", avg(CASE WHEN "t1"."delay" <= 15::INTEGER THEN 1e0 ELSE 0e0 END) AS "a1", count(CASE WHEN ("t1"."delay" > 15::INTEGER) THEN 1 END) AS "a2", avg(CAST(CASE WHEN "t1"."delay" > 15::INTEGER THEN "t1"."delay" END AS DOUBLE)) AS "a3"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR)
    GROUP BY "t1"."origin_iata"
    ORDER BY "t1"."origin_iata" ASC NULLS LAST
    LIMIT 10001
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"destinationIata":', coalesce(to_json("p7"."g1")::VARCHAR, 'null'), '},"measures":{"delayedRate":', coalesce(CASE WHEN NOT isfinite("p7"."a1") THEN E'\x01F' ELSE to_json("p7"."a1")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t5"."destination_iata" AS "g1", (CAST(CAST(sum("t5"."delayed_flights") AS BIGINT) AS DOUBLE) / nullif(CAST(CAST(sum("t5"."flights") AS BIGINT) AS DOUBLE), 0)) AS "a1"
    FROM "lakehouse"."gold"."route_days" AS "t5"
    WHERE "t5"."origin_iata" = $1::VARCHAR
      AND "t5"."destination_iata" IN ($4::VARCHAR, $3::VARCHAR)
    GROUP BY "t5"."destination_iata"
    ORDER BY "t5"."destination_iata" ASC NULLS LAST
    LIMIT 10001
  ) AS "p7"
) AS "n8"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"measures":{"onTimeRate":', coalesce(CASE WHEN NOT isfinite("p11"."a1") THEN E'\x01F' ELSE to_json("p11"."a1")::VARCHAR END, 'null'), ',"delayedFlights":', coalesce(to_json("p11"."a2"::VARCHAR)::VARCHAR, 'null'), ',"averageDelayOfDelayed":', coalesce(CASE WHEN NOT isfinite("p11"."a3") THEN E'\x01F' ELSE to_json("p11"."a3")::VARCHAR END, 'null'), '}}'), ','), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT avg(CASE WHEN "t9"."delay" <= 15::INTEGER THEN 1e0 ELSE 0e0 END) AS "a1", count(CASE WHEN ("t9"."delay" > 15::INTEGER) THEN 1 END) AS "a2", avg(CAST(CASE WHEN "t9"."delay" > 15::INTEGER THEN "t9"."delay" END AS DOUBLE)) AS "a3"
    FROM "lakehouse"."gold"."flights" AS "t9"
    WHERE "t9"."delay" > $5::INTEGER
    LIMIT 10001
  ) AS "p11"
) AS "n12";
-- $1: STRING = "OAK"
-- $2: STRING = "ACY"
-- $3: STRING = "SEA"
-- $4: STRING = "LAX"
-- $5: INT = 5000
