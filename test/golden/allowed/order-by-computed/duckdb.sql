SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n8"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"nodes":', "n4"."v1", '},"gst":{"nodes":', "n8"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"delayed":', coalesce(CASE WHEN ("p2"."delay" > 15::INTEGER) THEN 'true' WHEN NOT ("p2"."delay" > 15::INTEGER) THEN 'false' END, 'null'), ',"delay":', coalesce("p2"."delay"::VARCHAR, 'null'), ',"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p2"."k1" DESC NULLS LAST, "p2"."delay" ASC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT ("t1"."delay" > 15::INTEGER) AS "k1", "t1"."delay", "t1"."flight_id"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."origin_iata" = $1::VARCHAR
    ORDER BY ("t1"."delay" > 15::INTEGER) DESC NULLS LAST, "t1"."delay" ASC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 100
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"delayed":', coalesce(CASE WHEN ("p6"."delay" > 15::INTEGER) THEN 'true' WHEN NOT ("p6"."delay" > 15::INTEGER) THEN 'false' END, 'null'), ',"delay":', coalesce("p6"."delay"::VARCHAR, 'null'), ',"id":', coalesce(to_json("p6"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p6"."k1" DESC NULLS LAST, "p6"."delay" DESC NULLS LAST, "p6"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT ("t5"."delay" > 15::INTEGER) AS "k1", "t5"."delay", "t5"."flight_id"
    FROM "lakehouse"."gold"."flights" AS "t5"
    WHERE "t5"."origin_iata" = $2::VARCHAR
    ORDER BY ("t5"."delay" > 15::INTEGER) DESC NULLS LAST, "t5"."delay" DESC NULLS LAST, "t5"."flight_id" ASC NULLS LAST
    LIMIT 6
  ) AS "p6"
) AS "n8";
-- $1: STRING = "ACY"
-- $2: STRING = "GST"
