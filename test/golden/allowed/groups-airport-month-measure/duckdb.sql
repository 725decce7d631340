SELECT encode(('{"data":{"airportMonthGroups":' || CASE WHEN "n5"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n5"."v1" END || '}}')) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"airport":{"state":', coalesce(to_json("p4"."g1")::VARCHAR, 'null'), '},"month":', coalesce(CASE WHEN "p4"."g2" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p4"."g2")::VARCHAR END, 'null'), '},"measures":{"delayedRate":', coalesce(CASE WHEN NOT isfinite("p4"."a1") THEN E'\x01F' ELSE to_json("p4"."a1")::VARCHAR END, 'null'), '},"sum":{"departures":', coalesce(to_json("p4"."a2"::VARCHAR)::VARCHAR, 'null'), ',"delayedDepartures":', coalesce(to_json("p4"."a3"::VARCHAR)::VARCHAR, 'null'), '},"countDistinct":{"airport":', coalesce(CASE WHEN "p4"."a4" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p4"."a4"::VARCHAR END, E'\x01N'), '}}'), ',' ORDER BY "p4"."g1" ASC NULLS LAST, "p4"."g2" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "t3"."state" AS "g1", CAST(date_trunc('quarter', "t1"."month") AS DATE) AS "g2", (CAST(CAST(sum("t1"."delayed_departures") AS BIGINT) AS DOUBLE) / nullif(CAST(CAST(sum("t1"."departures") AS BIGINT) AS DOUBLE), 0)) AS "a1", CAST(sum("t1"."departures") AS BIGINT) AS "a2", CAST(sum("t1"."delayed_departures") AS BIGINT) AS "a3", count(DISTINCT "t1"."iata") AS "a4"
    FROM "lakehouse"."gold"."airport_months" AS "t1"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "t1"."iata" = "t3"."iata"
    WHERE "t1"."iata" IN ($1::VARCHAR, $2::VARCHAR)
    GROUP BY "t3"."state", CAST(date_trunc('quarter', "t1"."month") AS DATE)
    ORDER BY "t3"."state" ASC NULLS LAST, CAST(date_trunc('quarter', "t1"."month") AS DATE) ASC NULLS LAST
    LIMIT 10001
  ) AS "p4"
) AS "n5";
-- $1: STRING = "SFO"
-- $2: STRING = "ANC"
