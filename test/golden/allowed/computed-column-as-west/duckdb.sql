SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN (concat('{"data":{"flights":{"nodes":', "n4"."v1", ',"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"flightGroups":') || CASE WHEN "n10"."v2" > 10000::BIGINT THEN E'\x01L' ELSE "n10"."v1" END || '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"id":', coalesce(to_json("p2"."flight_id"::VARCHAR)::VARCHAR, E'\x01N'), ',"delay":', coalesce("p2"."delay"::VARCHAR, 'null'), ',"delayed":', coalesce(CASE WHEN ("p2"."delay" > 15::INTEGER) THEN 'true' WHEN NOT ("p2"."delay" > 15::INTEGER) THEN 'false' END, 'null'), '}'), ',' ORDER BY "p2"."k1" ASC NULLS LAST, "p2"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT ("t1"."delay" > 15::INTEGER) AS "k1", "t1"."flight_id", "t1"."delay"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."delay" <= $1::INTEGER
      AND ("t1"."delay" > 15::INTEGER) = $2::BOOLEAN
      AND "t1"."distance" > $3::INTEGER
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m1"
        WHERE "m1"."iata" = "t1"."origin_iata"
          AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    ORDER BY ("t1"."delay" > 15::INTEGER) ASC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
    LIMIT 2
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t5"
  WHERE "t5"."delay" <= $1::INTEGER
    AND ("t5"."delay" > 15::INTEGER) = $2::BOOLEAN
    AND "t5"."distance" > $3::INTEGER
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m3"
      WHERE "m3"."iata" = "t5"."origin_iata"
        AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
) AS "n6"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"delayed":', coalesce(CASE WHEN "p9"."g1" THEN 'true' WHEN NOT "p9"."g1" THEN 'false' END, 'null'), '},"count":', coalesce(CASE WHEN "p9"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p9"."a1"::VARCHAR END, E'\x01N'), ',"countDistinct":{"delayed":', coalesce(CASE WHEN "p9"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p9"."a2"::VARCHAR END, E'\x01N'), '}}'), ',' ORDER BY "p9"."g1" ASC NULLS LAST), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT ("t7"."delay" > 15::INTEGER) AS "g1", count(*) AS "a1", count(DISTINCT ("t7"."delay" > 15::INTEGER)) AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t7"
    WHERE "t7"."distance" > $3::INTEGER
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airports" AS "m5"
        WHERE "m5"."iata" = "t7"."origin_iata"
          AND "m5"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
      )
    GROUP BY ("t7"."delay" > 15::INTEGER)
    ORDER BY ("t7"."delay" > 15::INTEGER) ASC NULLS LAST
    LIMIT 10001
  ) AS "p9"
) AS "n10";
-- $1: INT = 16
-- $2: BOOLEAN = true
-- $3: INT = 2600
