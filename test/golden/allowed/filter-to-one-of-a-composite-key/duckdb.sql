SELECT encode(CASE WHEN "n6"."v1" IS NOT NULL AND "n15"."v1" IS NOT NULL THEN concat('{"data":{"routeDays":{"totalCount":', coalesce(CASE WHEN "n10"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n10"."v1"::VARCHAR END, E'\x01N'), ',"nodes":', "n6"."v1", '},"airportMonths":{"nodes":', "n15"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"originIata":', coalesce(to_json("p4"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p4"."destination_iata")::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p4"."date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p4"."date")::VARCHAR END, E'\x01N'), ',"flights":', coalesce(to_json("p4"."flights"::VARCHAR)::VARCHAR, 'null'), ',"delayedFlights":', coalesce(to_json("p4"."delayed_flights"::VARCHAR)::VARCHAR, 'null'), ',"averageDelay":', coalesce(CASE WHEN NOT isfinite("p4"."average_delay") THEN E'\x01F' ELSE to_json("p4"."average_delay")::VARCHAR END, 'null'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("p4"."p95_delay") THEN E'\x01F' ELSE to_json("p4"."p95_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p4"."flights" DESC NULLS LAST, "p4"."origin_iata" ASC NULLS LAST, "p4"."destination_iata" ASC NULLS LAST, "p4"."date" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."flights", "t1"."origin_iata", "t1"."destination_iata", "t1"."date", "t1"."delayed_flights", "t1"."average_delay", "t1"."p95_delay"
    FROM "lakehouse"."gold"."route_days" AS "t1"
    WHERE "t1"."date" = $1::DATE
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "t2"
        WHERE "t1"."origin_iata" = "t2"."iata"
          AND "t2"."state" = $2::VARCHAR
      )
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "t3"
        WHERE "t1"."destination_iata" = "t3"."iata"
          AND "t3"."state" = $2::VARCHAR
      )
    ORDER BY "t1"."flights" DESC NULLS LAST, "t1"."origin_iata" ASC NULLS LAST, "t1"."destination_iata" ASC NULLS LAST, "t1"."date" ASC NULLS LAST
    LIMIT 5
  ) AS "p4"
) AS "n6"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t7"
  WHERE "t7"."date" = $1::DATE
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "t8"
      WHERE "t7"."origin_iata" = "t8"."iata"
        AND "t8"."state" = $2::VARCHAR
    )
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "t9"
      WHERE "t7"."destination_iata" = "t9"."iata"
        AND "t9"."state" = $2::VARCHAR
    )
) AS "n10"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p13"."iata")::VARCHAR, E'\x01N'), ',"month":', coalesce(CASE WHEN "p13"."month" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p13"."month")::VARCHAR END, E'\x01N'), ',"departures":', coalesce(to_json("p13"."departures"::VARCHAR)::VARCHAR, 'null'), ',"delayedDepartures":', coalesce(to_json("p13"."delayed_departures"::VARCHAR)::VARCHAR, 'null'), ',"destinations":', coalesce(to_json("p13"."destinations"::VARCHAR)::VARCHAR, 'null'), ',"averageDelay":', coalesce(CASE WHEN NOT isfinite("p13"."average_delay") THEN E'\x01F' ELSE to_json("p13"."average_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p13"."iata" ASC NULLS LAST, "p13"."month" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t11"."iata", "t11"."month", "t11"."departures", "t11"."delayed_departures", "t11"."destinations", "t11"."average_delay"
    FROM "lakehouse"."gold"."airport_months" AS "t11"
    WHERE "t11"."month" < $3::DATE
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "t12"
        WHERE "t11"."iata" = "t12"."iata"
          AND "t12"."city" = $4::VARCHAR
      )
    ORDER BY "t11"."iata" ASC NULLS LAST, "t11"."month" ASC NULLS LAST
    LIMIT 100
  ) AS "p13"
) AS "n15";
-- $1: DATE = "2001-01-01"
-- $2: STRING = "HI"
-- $3: DATE = "2001-03-01"
-- $4: STRING = "Honolulu"
