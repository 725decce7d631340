SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"nodes":', "n4"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p2"."iata")::VARCHAR, E'\x01N'), ',"latitude":', coalesce(CASE WHEN NOT isfinite("p2"."latitude") THEN E'\x01F' ELSE to_json("p2"."latitude")::VARCHAR END, 'null'), ',"longitude":', coalesce(CASE WHEN NOT isfinite("p2"."longitude") THEN E'\x01F' ELSE to_json("p2"."longitude")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p2"."latitude" DESC NULLS LAST, "p2"."longitude" ASC NULLS LAST, "p2"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."latitude", "t1"."longitude", "t1"."iata"
    FROM "lakehouse"."gold"."airports" AS "t1"
    WHERE "t1"."state" = $1::VARCHAR
    ORDER BY "t1"."latitude" DESC NULLS LAST, "t1"."longitude" ASC NULLS LAST, "t1"."iata" ASC NULLS LAST
    LIMIT 100
  ) AS "p2"
) AS "n4";
-- $1: STRING = "HI"
