SELECT encode(CASE WHEN "n8"."v1" IS NOT NULL THEN ('{"data":{"latitudes":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || concat(',"longitudes":', "n8"."v1", '}}')) END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"latitude":', coalesce(CASE WHEN NOT isfinite("p3"."g1") THEN E'\x01F' ELSE to_json("p3"."g1")::VARCHAR END, 'null'), '},"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), ',"min":{"latitude":', coalesce(CASE WHEN NOT isfinite("p3"."a2") THEN E'\x01F' ELSE to_json("p3"."a2")::VARCHAR END, 'null'), '},"max":{"latitude":', coalesce(CASE WHEN NOT isfinite("p3"."a3") THEN E'\x01F' ELSE to_json("p3"."a3")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    WITH "d1" AS MATERIALIZED (
      SELECT "t1_raw"."country", CAST(round("t1_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
      FROM "lakehouse"."gold"."airports" AS "t1_raw"
      WHERE "t1_raw"."country" = $1::VARCHAR
    )
    SELECT (floor("t1"."latitude" / 7.5e0) * 7.5e0) AS "g1", count(*) AS "a1", min("t1"."latitude") AS "a2", max("t1"."latitude") AS "a3"
    FROM "d1" AS "t1"
    GROUP BY (floor("t1"."latitude" / 7.5e0) * 7.5e0)
    ORDER BY (floor("t1"."latitude" / 7.5e0) * 7.5e0) ASC NULLS LAST
    LIMIT 10001
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"longitude":', coalesce(CASE WHEN NOT isfinite("p7"."g1") THEN E'\x01F' ELSE to_json("p7"."g1")::VARCHAR END, 'null'), '},"count":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p7"."g1" ASC NULLS LAST, "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    WITH "d2" AS MATERIALIZED (
      SELECT CAST(round("t5_raw"."longitude", 0::INTEGER) AS DOUBLE) AS "longitude"
      FROM "lakehouse"."gold"."airports" AS "t5_raw"
    )
    SELECT (floor("t5"."longitude" / 0.5e0) * 0.5e0) AS "g1", count(*) AS "a1"
    FROM "d2" AS "t5"
    GROUP BY (floor("t5"."longitude" / 0.5e0) * 0.5e0)
    ORDER BY (floor("t5"."longitude" / 0.5e0) * 0.5e0) ASC NULLS LAST, (floor("t5"."longitude" / 0.5e0) * 0.5e0) ASC NULLS LAST
    LIMIT 6
  ) AS "p7"
) AS "n8";
-- $1: STRING = "USA"
