SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN (concat('{"data":{"flightGroups":', "n4"."v1", ',"airportGroups":') || CASE WHEN "n8"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n8"."v1" END || '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p3"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p3"."g1"::DATE, 'T', "p3"."g1"::TIME, 'Z"') WHEN "p3"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"countDistinct":{"id":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), ',"date":', coalesce(CASE WHEN "p3"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a2"::VARCHAR END, E'\x01N'), ',"delay":', coalesce(CASE WHEN "p3"."a3" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a3"::VARCHAR END, E'\x01N'), ',"delayed":', coalesce(CASE WHEN "p3"."a4" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a4"::VARCHAR END, E'\x01N'), ',"distance":', coalesce(CASE WHEN "p3"."a5" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a5"::VARCHAR END, E'\x01N'), ',"originIata":', coalesce(CASE WHEN "p3"."a6" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a6"::VARCHAR END, E'\x01N'), ',"destinationIata":', coalesce(CASE WHEN "p3"."a7" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a7"::VARCHAR END, E'\x01N'), ',"origin":', coalesce(CASE WHEN "p3"."a8" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a8"::VARCHAR END, E'\x01N'), ',"destination":', coalesce(CASE WHEN "p3"."a9" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a9"::VARCHAR END, E'\x01N'), '}}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST, "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT date_trunc('month', "t1"."date") AS "g1", count(DISTINCT "t1"."flight_id") AS "a1", count(DISTINCT "t1"."date") AS "a2", count(DISTINCT "t1"."delay") AS "a3", count(DISTINCT ("t1"."delay" > 15::INTEGER)) AS "a4", count(DISTINCT "t1"."distance") AS "a5", count(DISTINCT "t1"."origin_iata") AS "a6", count(DISTINCT "t1"."destination_iata") AS "a7", count(DISTINCT "t1"."origin_iata") AS "a8", count(DISTINCT "t1"."destination_iata") AS "a9"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."delay" > $1::INTEGER
    GROUP BY date_trunc('month', "t1"."date")
    ORDER BY date_trunc('month', "t1"."date") ASC NULLS LAST, date_trunc('month', "t1"."date") ASC NULLS LAST
    LIMIT 4
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"countDistinct":{"city":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), ',"state":', coalesce(CASE WHEN "p7"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a2"::VARCHAR END, E'\x01N'), ',"country":', coalesce(CASE WHEN "p7"."a3" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a3"::VARCHAR END, E'\x01N'), ',"name":', coalesce(CASE WHEN "p7"."a4" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a4"::VARCHAR END, E'\x01N'), ',"iata":', coalesce(CASE WHEN "p7"."a5" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a5"::VARCHAR END, E'\x01N'), '}}'), ','), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT count(DISTINCT "t5"."city") AS "a1", count(DISTINCT "t5"."state") AS "a2", count(DISTINCT "t5"."country") AS "a3", count(DISTINCT "t5"."name") AS "a4", count(DISTINCT "t5"."iata") AS "a5"
    FROM "lakehouse"."gold"."airports" AS "t5"
    LIMIT 10001
  ) AS "p7"
) AS "n8";
-- $1: INT = 120
