SELECT encode(('{"data":{"flightGroups":' || CASE WHEN "n4"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n4"."v1" END || ',"empty":' || CASE WHEN "n8"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n8"."v1" END || '}}')) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), ',"sum":{"delay":', coalesce(to_json("p3"."a2"::VARCHAR)::VARCHAR, 'null'), ',"distance":', coalesce(to_json("p3"."a3"::VARCHAR)::VARCHAR, 'null'), '},"avg":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a4") THEN E'\x01F' ELSE to_json("p3"."a4")::VARCHAR END, 'null'), ',"distance":', coalesce(CASE WHEN NOT isfinite("p3"."a5") THEN E'\x01F' ELSE to_json("p3"."a5")::VARCHAR END, 'null'), '},"min":{"id":', coalesce(to_json("p3"."a6"::VARCHAR)::VARCHAR, 'null'), ',"date":', coalesce(CASE WHEN "p3"."a7" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p3"."a7"::DATE, 'T', "p3"."a7"::TIME, 'Z"') WHEN "p3"."a7" IS NOT NULL THEN E'\x01D' END, 'null'), ',"delay":', coalesce("p3"."a8"::VARCHAR, 'null'), ',"distance":', coalesce("p3"."a9"::VARCHAR, 'null'), ',"originIata":', coalesce(to_json("p3"."a10")::VARCHAR, 'null'), ',"destinationIata":', coalesce(to_json("p3"."a11")::VARCHAR, 'null'), '},"max":{"id":', coalesce(to_json("p3"."a12"::VARCHAR)::VARCHAR, 'null'), ',"date":', coalesce(CASE WHEN "p3"."a13" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p3"."a13"::DATE, 'T', "p3"."a13"::TIME, 'Z"') WHEN "p3"."a13" IS NOT NULL THEN E'\x01D' END, 'null'), ',"delay":', coalesce("p3"."a14"::VARCHAR, 'null'), ',"distance":', coalesce("p3"."a15"::VARCHAR, 'null'), ',"originIata":', coalesce(to_json("p3"."a16")::VARCHAR, 'null'), ',"destinationIata":', coalesce(to_json("p3"."a17")::VARCHAR, 'null'), '},"stddev":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a18") THEN E'\x01F' ELSE to_json("p3"."a18")::VARCHAR END, 'null'), ',"distance":', coalesce(CASE WHEN NOT isfinite("p3"."a19") THEN E'\x01F' ELSE to_json("p3"."a19")::VARCHAR END, 'null'), '},"countDistinct":{"originIata":', coalesce(CASE WHEN "p3"."a20" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a20"::VARCHAR END, E'\x01N'), '}}'), ','), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT count(*) AS "a1", CAST(sum("t1"."delay") AS BIGINT) AS "a2", CAST(sum("t1"."distance") AS BIGINT) AS "a3", avg(CAST("t1"."delay" AS DOUBLE)) AS "a4", avg(CAST("t1"."distance" AS DOUBLE)) AS "a5", min("t1"."flight_id") AS "a6", min("t1"."date") AS "a7", min("t1"."delay") AS "a8", min("t1"."distance") AS "a9", min("t1"."origin_iata") AS "a10", min("t1"."destination_iata") AS "a11", max("t1"."flight_id") AS "a12", max("t1"."date") AS "a13", max("t1"."delay") AS "a14", max("t1"."distance") AS "a15", max("t1"."origin_iata") AS "a16", max("t1"."destination_iata") AS "a17", stddev_samp(CAST("t1"."delay" AS DOUBLE)) AS "a18", stddev_samp(CAST("t1"."distance" AS DOUBLE)) AS "a19", count(DISTINCT "t1"."origin_iata") AS "a20"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."governance"."airport_access" AS "m2"
      WHERE "m2"."member" = 'bay.partner@flights.demo'
        AND "m2"."iata" = "t1"."origin_iata"
    )
    LIMIT 10001
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"count":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), ',"sum":{"delay":', coalesce(to_json("p7"."a2"::VARCHAR)::VARCHAR, 'null'), '},"avg":{"delay":', coalesce(CASE WHEN NOT isfinite("p7"."a3") THEN E'\x01F' ELSE to_json("p7"."a3")::VARCHAR END, 'null'), '},"max":{"date":', coalesce(CASE WHEN "p7"."a4" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p7"."a4"::DATE, 'T', "p7"."a4"::TIME, 'Z"') WHEN "p7"."a4" IS NOT NULL THEN E'\x01D' END, 'null'), '},"countDistinct":{"id":', coalesce(CASE WHEN "p7"."a5" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a5"::VARCHAR END, E'\x01N'), '},"percentile":{"delay":', coalesce(CASE WHEN NOT isfinite("p7"."a6") THEN E'\x01F' ELSE to_json("p7"."a6")::VARCHAR END, 'null'), '}}'), ','), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT count(*) AS "a1", CAST(sum("t5"."delay") AS BIGINT) AS "a2", avg(CAST("t5"."delay" AS DOUBLE)) AS "a3", max("t5"."date") AS "a4", count(DISTINCT "t5"."flight_id") AS "a5", quantile_cont(CAST("t5"."delay" AS DOUBLE), 0.5e0) AS "a6"
    FROM "lakehouse"."gold"."flights" AS "t5"
    WHERE "t5"."delay" > $1::INTEGER
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."governance"."airport_access" AS "m4"
        WHERE "m4"."member" = 'bay.partner@flights.demo'
          AND "m4"."iata" = "t5"."origin_iata"
      )
    LIMIT 10001
  ) AS "p7"
) AS "n8";
-- $1: INT = 5000
