SELECT encode(CASE WHEN "n10"."v1" IS NOT NULL AND "n10"."v2" IS NOT NULL AND "n15"."v1" IS NOT NULL THEN concat('{"data":{"__typename":"Query","flights":{"__typename":"FlightConnection","nodes":', "n10"."v1", ',"edges":', "n10"."v2", ',"pageInfo":{"__typename":"PageInfo"}},"flightGroups":', "n15"."v1", '}}') END) AS "body"
FROM (
  WITH "q9" AS MATERIALIZED (
    SELECT "t3"."iata" AS "t3_iata", "p2"."flight_id" AS "p2_flight_id"
    FROM (
      SELECT "t1"."flight_id", "t1"."origin_iata"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."delay" > $1::INTEGER
      ORDER BY "t1"."flight_id" ASC NULLS LAST
      LIMIT 1
    ) AS "p2"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."origin_iata" = "t3"."iata"
  )
  SELECT ('[' || coalesce(string_agg(('{"__typename":"Flight","origin":' || CASE WHEN "q9"."t3_iata" IS NULL THEN 'null' ELSE concat('{"__typename":"Airport","iata":', coalesce(to_json("q9"."t3_iata")::VARCHAR, E'\x01N'), ',"departures":{"__typename":"FlightConnection","nodes":', coalesce("n7"."v1", '[]'), '}}') END || '}'), ',' ORDER BY "q9"."p2_flight_id" ASC NULLS LAST), '') || ']') AS "v1", ('[' || coalesce(string_agg('{"__typename":"FlightEdge","node":{"kind":"Flight"}}', ',' ORDER BY "q9"."p2_flight_id" ASC NULLS LAST), '') || ']') AS "v2"
  FROM "q9"
  LEFT JOIN (
    SELECT "p5"."origin_iata" AS "key1", ('[' || coalesce(string_agg(concat('{"__typename":"Flight","id":', coalesce(to_json("p5"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), '}'), ',' ORDER BY "p5"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d1"."t4_flight_id" AS "flight_id", "d1"."t4_origin_iata" AS "origin_iata"
      FROM (
        SELECT "t4"."flight_id" AS "t4_flight_id", "t4"."origin_iata" AS "t4_origin_iata", row_number() OVER (PARTITION BY "t4"."origin_iata" ORDER BY "t4"."flight_id" ASC NULLS LAST) AS "k1_rank"
        FROM "lakehouse"."gold"."flights" AS "t4"
        WHERE "t4"."origin_iata" IN (
          SELECT "x1"."t3_iata" AS "key1"
          FROM "q9" AS "x1"
        )
      ) AS "d1"
      WHERE "d1"."k1_rank" <= 1::BIGINT
    ) AS "p5"
    GROUP BY "p5"."origin_iata"
  ) AS "n7" ON "q9"."t3_iata" = "n7"."key1"
) AS "n10"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"__typename":"FlightGroup","key":{"__typename":"FlightGroupKey","origin":{"__typename":"AirportGroupKey","state":', coalesce(to_json("p14"."g1")::VARCHAR, 'null'), '}},"count":', coalesce(CASE WHEN "p14"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p14"."a1"::VARCHAR END, E'\x01N'), ',"avg":{"__typename":"FlightAvg"},"sum":{"__typename":"FlightSum"},"min":{"__typename":"FlightMin"},"max":{"__typename":"FlightMax"},"stddev":{"__typename":"FlightStddev"},"percentile":{"__typename":"FlightPercentile"},"countDistinct":{"__typename":"FlightCountDistinct"},"measures":{"__typename":"FlightMeasures"}}'), ',' ORDER BY "p14"."a1" DESC NULLS LAST, "p14"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t13"."state" AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t11"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t13" ON "t11"."origin_iata" = "t13"."iata"
    WHERE "t11"."delay" > $1::INTEGER
    GROUP BY "t13"."state"
    ORDER BY count(*) DESC NULLS LAST, "t13"."state" ASC NULLS LAST
    LIMIT 1
  ) AS "p14"
) AS "n15";
-- $1: INT = 900
