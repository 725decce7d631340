SELECT encode(('{"data":{"flightGroups":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || '}}')) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), ',"stddev":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a2") THEN E'\x01F' ELSE to_json("p3"."a2")::VARCHAR END, 'null'), '},"avg":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a3") THEN E'\x01F' ELSE to_json("p3"."a3")::VARCHAR END, 'null'), '},"percentile":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a4") THEN E'\x01F' ELSE to_json("p3"."a4")::VARCHAR END, 'null'), '}}'), ','), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT count(*) AS "a1", stddev_samp(CAST("t1"."delay" AS DOUBLE)) AS "a2", avg(CAST("t1"."delay" AS DOUBLE)) AS "a3", quantile_cont(CAST("t1"."delay" AS DOUBLE), 0.5e0) AS "a4"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."origin_iata" = $1::VARCHAR
    LIMIT 10001
  ) AS "p3"
) AS "n4";
-- $1: STRING = "ACY"
