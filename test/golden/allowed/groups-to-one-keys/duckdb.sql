SELECT encode(CASE WHEN "n6"."v1" IS NOT NULL THEN concat('{"data":{"flightGroups":', "n6"."v1", '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"origin":{"state":', coalesce(to_json("p5"."g1")::VARCHAR, 'null'), '},"destination":{"state":', coalesce(to_json("p5"."g2")::VARCHAR, 'null'), ',"country":', coalesce(to_json("p5"."g3")::VARCHAR, 'null'), '},"delayed":', coalesce(CASE WHEN "p5"."g4" THEN 'true' WHEN NOT "p5"."g4" THEN 'false' END, 'null'), '},"count":', coalesce(CASE WHEN "p5"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p5"."a1"::VARCHAR END, E'\x01N'), ',"sum":{"distance":', coalesce(to_json("p5"."a2"::VARCHAR)::VARCHAR, 'null'), '}}'), ',' ORDER BY "p5"."a1" DESC NULLS LAST, "p5"."g1" ASC NULLS LAST, "p5"."g2" ASC NULLS LAST, "p5"."g3" ASC NULLS LAST, "p5"."g4" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t3"."state" AS "g1", "t4"."state" AS "g2", "t4"."country" AS "g3", ("t1"."delay" > 15::INTEGER) AS "g4", count(*) AS "a1", CAST(sum("t1"."distance") AS BIGINT) AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t1"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "t1"."origin_iata" = "t3"."iata"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t4" ON "t1"."destination_iata" = "t4"."iata"
    WHERE "t1"."delay" > $1::INTEGER
    GROUP BY "t3"."state", "t4"."state", "t4"."country", ("t1"."delay" > 15::INTEGER)
    ORDER BY count(*) DESC NULLS LAST, "t3"."state" ASC NULLS LAST, "t4"."state" ASC NULLS LAST, "t4"."country" ASC NULLS LAST, ("t1"."delay" > 15::INTEGER) ASC NULLS LAST
    LIMIT 6
  ) AS "p5"
) AS "n6";
-- $1: INT = 240
