SELECT encode(CASE WHEN "n5"."v1" IS NOT NULL AND "n10"."v1" IS NOT NULL AND "n14"."v1" IS NOT NULL THEN concat('{"data":{"first":', "n5"."v1", ',"next":', "n10"."v1", ',"none":', "n14"."v1", '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"origin":{"iata":', coalesce(to_json("p4"."g1")::VARCHAR, 'null'), ',"city":', coalesce(to_json("p4"."g2")::VARCHAR, 'null'), '}},"count":', coalesce(CASE WHEN "p4"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p4"."a1"::VARCHAR END, E'\x01N'), ',"measures":{"averageDelayOfDelayed":', coalesce(CASE WHEN NOT isfinite("p4"."a2") THEN E'\x01F' ELSE to_json("p4"."a2")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p4"."a2" DESC NULLS LAST, "p4"."g1" ASC NULLS LAST, "p4"."g2" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t3"."iata" AS "g1", "t3"."city" AS "g2", count(*) AS "a1", avg(CAST(CASE WHEN "t1"."delay" > 15::INTEGER THEN "t1"."delay" END AS DOUBLE)) AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t1"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "t1"."origin_iata" = "t3"."iata"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m1"
      WHERE "m1"."iata" = "t1"."origin_iata"
        AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t3"."iata", "t3"."city"
    ORDER BY avg(CAST(CASE WHEN "t1"."delay" > 15::INTEGER THEN "t1"."delay" END AS DOUBLE)) DESC NULLS LAST, "t3"."iata" ASC NULLS LAST, "t3"."city" ASC NULLS LAST
    LIMIT 3
  ) AS "p4"
) AS "n5"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"origin":{"iata":', coalesce(to_json("p9"."g1")::VARCHAR, 'null'), ',"city":', coalesce(to_json("p9"."g2")::VARCHAR, 'null'), '}},"count":', coalesce(CASE WHEN "p9"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p9"."a1"::VARCHAR END, E'\x01N'), ',"measures":{"averageDelayOfDelayed":', coalesce(CASE WHEN NOT isfinite("p9"."a2") THEN E'\x01F' ELSE to_json("p9"."a2")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p9"."a2" DESC NULLS LAST, "p9"."g1" ASC NULLS LAST, "p9"."g2" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t8"."iata" AS "g1", "t8"."city" AS "g2", count(*) AS "a1", avg(CAST(CASE WHEN "t6"."delay" > 15::INTEGER THEN "t6"."delay" END AS DOUBLE)) AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t6"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t8" ON "t6"."origin_iata" = "t8"."iata"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m3"
      WHERE "m3"."iata" = "t6"."origin_iata"
        AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t8"."iata", "t8"."city"
    ORDER BY avg(CAST(CASE WHEN "t6"."delay" > 15::INTEGER THEN "t6"."delay" END AS DOUBLE)) DESC NULLS LAST, "t8"."iata" ASC NULLS LAST, "t8"."city" ASC NULLS LAST
    LIMIT 3
    OFFSET 3
  ) AS "p9"
) AS "n10"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p13"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p13"."a1" DESC NULLS LAST, "p13"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t11"."origin_iata" AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t11"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m5"
      WHERE "m5"."iata" = "t11"."origin_iata"
        AND "m5"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t11"."origin_iata"
    ORDER BY count(*) DESC NULLS LAST, "t11"."origin_iata" ASC NULLS LAST
    LIMIT 0
  ) AS "p13"
) AS "n14";
