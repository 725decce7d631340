SELECT encode(('{"data":{"airportGroups":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || ',"rounded":' || CASE WHEN "n8"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n8"."v1" END || '}}')) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), ',"min":{"latitude":', coalesce(CASE WHEN NOT isfinite("p3"."a2") THEN E'\x01F' ELSE to_json("p3"."a2")::VARCHAR END, 'null'), '},"max":{"longitude":', coalesce(CASE WHEN NOT isfinite("p3"."a3") THEN E'\x01F' ELSE to_json("p3"."a3")::VARCHAR END, 'null'), '},"avg":{"latitude":', coalesce(CASE WHEN NOT isfinite("p3"."a4") THEN E'\x01F' ELSE to_json("p3"."a4")::VARCHAR END, 'null'), ',"longitude":', coalesce(CASE WHEN NOT isfinite("p3"."a5") THEN E'\x01F' ELSE to_json("p3"."a5")::VARCHAR END, 'null'), '},"sum":{"latitude":', coalesce(CASE WHEN NOT isfinite("p3"."a6") THEN E'\x01F' ELSE to_json("p3"."a6")::VARCHAR END, 'null'), '},"stddev":{"latitude":', coalesce(CASE WHEN NOT isfinite("p3"."a7") THEN E'\x01F' ELSE to_json("p3"."a7")::VARCHAR END, 'null'), '},"percentile":{"latitude":', coalesce(CASE WHEN NOT isfinite("p3"."a8") THEN E'\x01F' ELSE to_json("p3"."a8")::VARCHAR END, 'null'), '},"countDistinct":{"latitude":', coalesce(CASE WHEN "p3"."a9" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a9"::VARCHAR END, E'\x01N'), ',"longitude":', coalesce(CASE WHEN "p3"."a10" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a10"::VARCHAR END, E'\x01N'), '}}'), ','), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT count(*) AS "a1", min("t1"."latitude") AS "a2", max("t1"."longitude") AS "a3", avg("t1"."latitude") AS "a4", avg("t1"."longitude") AS "a5", CAST(sum("t1"."latitude") AS DOUBLE) AS "a6", stddev_samp("t1"."latitude") AS "a7", quantile_cont("t1"."latitude", 0.5e0) AS "a8", count(DISTINCT "t1"."latitude") AS "a9", count(DISTINCT "t1"."longitude") AS "a10"
    FROM "lakehouse"."gold"."airports" AS "t1"
    WHERE "t1"."state" = $1::VARCHAR
    LIMIT 10001
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"latitude":', coalesce(CASE WHEN NOT isfinite("p7"."g1") THEN E'\x01F' ELSE to_json("p7"."g1")::VARCHAR END, 'null'), '},"count":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), ',"min":{"longitude":', coalesce(CASE WHEN NOT isfinite("p7"."a2") THEN E'\x01F' ELSE to_json("p7"."a2")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t5"."latitude" AS "g1", count(*) AS "a1", min("t5"."longitude") AS "a2", max("t5"."latitude") AS "a3"
    FROM "lakehouse"."gold"."airports" AS "t5"
    WHERE "t5"."state" = $1::VARCHAR
    GROUP BY "t5"."latitude"
    HAVING max("t5"."latitude") > $2::DOUBLE
    ORDER BY "t5"."latitude" ASC NULLS LAST
    LIMIT 10001
  ) AS "p7"
) AS "n8";
-- $1: STRING = "HI"
-- $2: DOUBLE = 21
