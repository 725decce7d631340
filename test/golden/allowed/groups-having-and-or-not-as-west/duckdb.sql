SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"flightGroups":', "n4"."v1", '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p3"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), ',"avg":{"delay":', coalesce(CASE WHEN NOT isfinite("p3"."a2") THEN E'\x01F' ELSE to_json("p3"."a2")::VARCHAR END, 'null'), '},"max":{"delay":', coalesce("p3"."a3"::VARCHAR, 'null'), '},"countDistinct":{"destinationIata":', coalesce(CASE WHEN "p3"."a4" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a4"::VARCHAR END, E'\x01N'), '}}'), ',' ORDER BY "p3"."a2" DESC NULLS LAST, "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."origin_iata" AS "g1", count(*) AS "a1", avg(CAST("t1"."delay" AS DOUBLE)) AS "a2", max("t1"."delay") AS "a3", count(DISTINCT "t1"."destination_iata") AS "a4", min("t1"."origin_iata") AS "a5"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m1"
      WHERE "m1"."iata" = "t1"."origin_iata"
        AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t1"."origin_iata"
    HAVING count(DISTINCT "t1"."destination_iata") > $1::BIGINT
      AND ((count(*) < $2::BIGINT) OR ((avg(CAST("t1"."delay" AS DOUBLE)) > $3::DOUBLE) AND (NOT (max("t1"."delay") <= $4::INTEGER))))
      AND NOT (starts_with(min("t1"."origin_iata"), $5::VARCHAR) OR (count(*) = $1::BIGINT))
    ORDER BY avg(CAST("t1"."delay" AS DOUBLE)) DESC NULLS LAST, "t1"."origin_iata" ASC NULLS LAST
    LIMIT 10
  ) AS "p3"
) AS "n4";
-- $1: BIGINT = 1
-- $2: BIGINT = 1000
-- $3: DOUBLE = 9
-- $4: INT = 900
-- $5: STRING = "A"
