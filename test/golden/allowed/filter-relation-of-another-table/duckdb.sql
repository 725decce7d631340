SELECT encode(CASE WHEN "n11"."v1" IS NOT NULL THEN concat('{"data":{"airports":{"nodes":', "n11"."v1", '}}}') END) AS "body"
FROM (
  WITH "q10" AS MATERIALIZED (
    SELECT "p4"."iata" AS "p4_iata"
    FROM (
      SELECT "t1"."iata"
      FROM "lakehouse"."gold"."airports" AS "t1"
      WHERE EXISTS (
        SELECT 1
        FROM "lakehouse"."gold"."airport_months" AS "t2"
        WHERE "t1"."iata" = "t2"."iata"
          AND "t2"."month" = $1::DATE
      )
        AND NOT EXISTS (
          SELECT 1
          FROM "lakehouse"."gold"."airport_months" AS "t3"
          WHERE "t1"."iata" = "t3"."iata"
            AND NOT coalesce(("t3"."departures" > $2::BIGINT), FALSE)
        )
      ORDER BY "t1"."iata" ASC NULLS LAST
      LIMIT 100
    ) AS "p4"
  )
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("q10"."p4_iata")::VARCHAR, E'\x01N'), ',"months":{"nodes":', coalesce("n8"."v1", '[]'), '}}'), ',' ORDER BY "q10"."p4_iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM "q10"
  LEFT JOIN (
    SELECT "p6"."iata" AS "key1", ('[' || coalesce(string_agg(concat('{"month":', coalesce(CASE WHEN "p6"."month" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p6"."month")::VARCHAR END, E'\x01N'), ',"departures":', coalesce(to_json("p6"."departures"::VARCHAR)::VARCHAR, 'null'), '}'), ',' ORDER BY "p6"."departures" ASC NULLS LAST, "p6"."iata" ASC NULLS LAST, "p6"."month" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d1"."t5_departures" AS "departures", "d1"."t5_iata" AS "iata", "d1"."t5_month" AS "month"
      FROM (
        SELECT "t5"."iata" AS "t5_iata", "t5"."month" AS "t5_month", "t5"."departures" AS "t5_departures", "h5"."key1" AS "h5_key1", "h5"."bound" AS "h5_bound", row_number() OVER (PARTITION BY "t5"."iata" ORDER BY "t5"."departures" ASC NULLS LAST, "t5"."iata" ASC NULLS LAST, "t5"."month" ASC NULLS LAST) AS "k1_rank"
        FROM "lakehouse"."gold"."airport_months" AS "t5"
        INNER JOIN (
          SELECT "z2"."iata" AS "key1", list_extract(min("z2"."departures", 1::BIGINT), 1::BIGINT) AS "bound"
          FROM "lakehouse"."gold"."airport_months" AS "z2"
          WHERE "z2"."iata" IN (
            SELECT "z4"."p4_iata" AS "key1"
            FROM "q10" AS "z4"
          )
          GROUP BY "z2"."iata"
        ) AS "h5" ON "t5"."iata" = "h5"."key1"
        WHERE (("h5"."bound" IS NULL) OR ("t5"."departures" <= "h5"."bound"))
      ) AS "d1"
      WHERE "d1"."k1_rank" <= 1::BIGINT
    ) AS "p6"
    GROUP BY "p6"."iata"
  ) AS "n8" ON "q10"."p4_iata" = "n8"."key1"
) AS "n11";
-- $1: DATE = "2001-02-01"
-- $2: BIGINT = 9000
