SELECT encode(concat('{"data":{"airportMonth":', coalesce("n4"."v1", 'null'), ',"none":', coalesce("n7"."v1", 'null'), '}}')) AS "body"
FROM (
  SELECT any_value((concat('{"departures":', coalesce(to_json("p2"."departures"::VARCHAR)::VARCHAR, 'null'), ',"destinations":', coalesce(to_json("p2"."destinations"::VARCHAR)::VARCHAR, 'null'), ',"airport":') || CASE WHEN "t3"."iata" IS NULL THEN 'null' ELSE concat('{"city":', coalesce(to_json("t3"."city")::VARCHAR, 'null'), '}') END || '}')) AS "v1"
  FROM (
    SELECT "t1"."departures", "t1"."destinations", "t1"."iata"
    FROM "lakehouse"."gold"."airport_months" AS "t1"
    WHERE "t1"."iata" = $1::VARCHAR
      AND "t1"."month" = $2::DATE
    LIMIT 1
  ) AS "p2"
  LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."iata" = "t3"."iata"
) AS "n4"
CROSS JOIN (
  SELECT any_value(concat('{"departures":', coalesce(to_json("p6"."departures"::VARCHAR)::VARCHAR, 'null'), '}')) AS "v1"
  FROM (
    SELECT "t5"."departures"
    FROM "lakehouse"."gold"."airport_months" AS "t5"
    WHERE "t5"."iata" = $1::VARCHAR
      AND "t5"."month" = $3::DATE
    LIMIT 1
  ) AS "p6"
) AS "n7";
-- $1: STRING = "ANC"
-- $2: DATE = "2001-07-01"
-- $3: DATE = "2001-07-02"
