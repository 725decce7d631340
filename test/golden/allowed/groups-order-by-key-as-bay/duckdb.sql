SELECT encode(CASE WHEN "n5"."v1" IS NOT NULL AND "n9"."v1" IS NOT NULL THEN concat('{"data":{"flightGroups":', "n5"."v1", ',"days":', "n9"."v1", '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p4"."g1")::VARCHAR, 'null'), ',"destination":{"state":', coalesce(to_json("p4"."g2")::VARCHAR, 'null'), '}},"count":', coalesce(CASE WHEN "p4"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p4"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p4"."g2" DESC NULLS LAST, "p4"."g1" ASC NULLS LAST, "p4"."g1" ASC NULLS LAST, "p4"."g2" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    WITH "d1" AS MATERIALIZED (
      SELECT "t1"."delay", "t1"."origin_iata", "t1"."destination_iata"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."delay" > $1::INTEGER
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."governance"."airport_access" AS "m2"
          WHERE "m2"."member" = 'bay.partner@flights.demo'
            AND "m2"."iata" = "t1"."origin_iata"
        )
    )
    SELECT "t1"."origin_iata" AS "g1", "t3"."state" AS "g2", count(*) AS "a1"
    FROM "d1" AS "t1"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "t1"."destination_iata" = "t3"."iata"
    GROUP BY "t1"."origin_iata", "t3"."state"
    ORDER BY "t3"."state" DESC NULLS LAST, "t1"."origin_iata" ASC NULLS LAST, "t1"."origin_iata" ASC NULLS LAST, "t3"."state" ASC NULLS LAST
    LIMIT 7
  ) AS "p4"
) AS "n5"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p8"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p8"."g1"::DATE, 'T', "p8"."g1"::TIME, 'Z"') WHEN "p8"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p8"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p8"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p8"."g1" DESC NULLS LAST, "p8"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    WITH "d2" AS MATERIALIZED (
      SELECT "t6"."date", "t6"."delay", "t6"."origin_iata"
      FROM "lakehouse"."gold"."flights" AS "t6"
      WHERE "t6"."delay" > $2::INTEGER
        AND "t6"."origin_iata" = $3::VARCHAR
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."governance"."airport_access" AS "m4"
          WHERE "m4"."member" = 'bay.partner@flights.demo'
            AND "m4"."iata" = "t6"."origin_iata"
        )
    )
    SELECT date_trunc('day', "t6"."date") AS "g1", count(*) AS "a1"
    FROM "d2" AS "t6"
    GROUP BY date_trunc('day', "t6"."date")
    ORDER BY date_trunc('day', "t6"."date") DESC NULLS LAST, date_trunc('day', "t6"."date") ASC NULLS LAST
    LIMIT 3
  ) AS "p8"
) AS "n9";
-- $1: INT = 400
-- $2: INT = 300
-- $3: STRING = "SFO"
