SELECT encode(CASE WHEN "n7"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"nodes":', "n7"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p5"."iata")::VARCHAR, E'\x01N'), ',"city":', coalesce(to_json("p5"."city")::VARCHAR, 'null'), '}'), ',' ORDER BY "p5"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."iata", "t1"."city"
    FROM "lakehouse"."gold"."airports" AS "t1"
    WHERE "t1"."state" = $1::VARCHAR
      AND EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."flights" AS "t2"
        WHERE "t2"."delay" > $2::INTEGER
          AND EXISTS (
            SELECT 1
            FROM "lakehouse"."gold"."airports" AS "m1"
            WHERE "m1"."iata" = "t2"."origin_iata"
              AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
          )
          AND "t1"."iata" = "t2"."origin_iata"
          AND EXISTS (
            SELECT 1
            FROM "lakehouse"."gold"."airports" AS "t3"
            WHERE "t2"."destination_iata" = "t3"."iata"
              AND "t3"."state" <> $3::VARCHAR
              AND NOT EXISTS (
                SELECT 1
                FROM "lakehouse"."gold"."flights" AS "t4"
                WHERE "t4"."delay" > $4::INTEGER
                  AND EXISTS (
                    SELECT 1
                    FROM "lakehouse"."gold"."airports" AS "m3"
                    WHERE "m3"."iata" = "t4"."origin_iata"
                      AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
                  )
                  AND "t3"."iata" = "t4"."destination_iata"
              )
          )
      )
    ORDER BY "t1"."iata" ASC NULLS LAST
    LIMIT 100
  ) AS "p5"
) AS "n7";
-- $1: STRING = "NV"
-- $2: INT = 120
-- $3: STRING = "CA"
-- $4: INT = 500
