SELECT encode(('{"data":{"flightGroups":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || '}}')) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p3"."g1")::VARCHAR, 'null'), '},"least":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a1") THEN E'\x01F' ELSE to_json("p3"."a1")::VARCHAR END, 'null'), '},"percentile":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a2") THEN E'\x01F' ELSE to_json("p3"."a2")::VARCHAR END, 'null'), ',"distance":', coalesce(CASE WHEN NOT isfinite("p3"."a3") THEN E'\x01F' ELSE to_json("p3"."a3")::VARCHAR END, 'null'), '},"p95":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a4") THEN E'\x01F' ELSE to_json("p3"."a4")::VARCHAR END, 'null'), '},"p999":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a5") THEN E'\x01F' ELSE to_json("p3"."a5")::VARCHAR END, 'null'), '},"most":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a6") THEN E'\x01F' ELSE to_json("p3"."a6")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t1"."origin_iata" AS "g1", quantile_cont(CAST("t1"."delay" AS DOUBLE), 0e0) AS "a1", quantile_cont(CAST("t1"."delay" AS DOUBLE), 0.5e0) AS "a2", quantile_cont(CAST("t1"."distance" AS DOUBLE), 0.5e0) AS "a3", quantile_cont(CAST("t1"."delay" AS DOUBLE), 0.95e0) AS "a4", quantile_cont(CAST("t1"."delay" AS DOUBLE), 0.999e0) AS "a5", quantile_cont(CAST("t1"."delay" AS DOUBLE), 1e0) AS "a6"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR)
    GROUP BY "t1"."origin_iata"
    ORDER BY "t1"."origin_iata" ASC NULLS LAST
    LIMIT 10001
  ) AS "p3"
) AS "n4";
-- $1: STRING = "OAK"
-- $2: STRING = "SFO"
-- $3: STRING = "SEA"
