SELECT encode(CASE WHEN "n8"."v1" IS NOT NULL THEN ('{"data":{"routeDayGroups":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || concat(',"keys":', "n8"."v1", '}}')) END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p3"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), ',"countDistinct":{"p95Delay":', coalesce(CASE WHEN "p3"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a2"::VARCHAR END, E'\x01N'), '},"min":{"p95Delay":', coalesce(CASE WHEN NOT isfinite("p3"."a3") THEN E'\x01F' ELSE to_json("p3"."a3")::VARCHAR END, 'null'), '},"avg":{"p95Delay":', coalesce(CASE WHEN NOT isfinite("p3"."a4") THEN E'\x01F' ELSE to_json("p3"."a4")::VARCHAR END, 'null'), '},"stddev":{"p95Delay":', coalesce(CASE WHEN NOT isfinite("p3"."a5") THEN E'\x01F' ELSE to_json("p3"."a5")::VARCHAR END, 'null'), '},"percentile":{"p95Delay":', coalesce(CASE WHEN NOT isfinite("p3"."a6") THEN E'\x01F' ELSE to_json("p3"."a6")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t1"."origin_iata" AS "g1", count(*) AS "a1", count(DISTINCT "t1"."p95_delay") AS "a2", min("t1"."p95_delay") AS "a3", avg("t1"."p95_delay") AS "a4", stddev_samp("t1"."p95_delay") AS "a5", quantile_cont("t1"."p95_delay", 0.5e0) AS "a6"
    FROM "lakehouse"."gold"."route_days" AS "t1"
    WHERE "t1"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
      AND "t1"."date" < $3::DATE
    GROUP BY "t1"."origin_iata"
    ORDER BY "t1"."origin_iata" ASC NULLS LAST
    LIMIT 10001
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"p95Delay":', coalesce(CASE WHEN NOT isfinite("p7"."g1") THEN E'\x01F' ELSE to_json("p7"."g1")::VARCHAR END, 'null'), '},"count":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p7"."g1" DESC NULLS FIRST, "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT (floor("t5"."p95_delay" / 20e0) * 20e0) AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."route_days" AS "t5"
    WHERE "t5"."origin_iata" = $1::VARCHAR
      AND "t5"."date" < $4::DATE
    GROUP BY (floor("t5"."p95_delay" / 20e0) * 20e0)
    ORDER BY (floor("t5"."p95_delay" / 20e0) * 20e0) DESC NULLS FIRST, (floor("t5"."p95_delay" / 20e0) * 20e0) ASC NULLS LAST
    LIMIT 5
  ) AS "p7"
) AS "n8";
-- $1: STRING = "MFR"
-- $2: STRING = "SFO"
-- $3: DATE = "2001-02-01"
-- $4: DATE = "2001-01-08"
