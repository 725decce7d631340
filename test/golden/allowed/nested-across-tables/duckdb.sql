SELECT encode(CASE WHEN "n17"."v1" IS NOT NULL THEN concat('{"data":{"routeDays":{"nodes":', "n17"."v1", '}}}') END) AS "body"
FROM (
  WITH "q16" AS MATERIALIZED (
    SELECT "p2"."date" AS "p2_date", "p2"."flights" AS "p2_flights", "t3"."iata" AS "t3_iata", "p2"."origin_iata" AS "p2_origin_iata", "p2"."destination_iata" AS "p2_destination_iata"
    FROM (
      SELECT "t1"."flights", "t1"."origin_iata", "t1"."destination_iata", "t1"."date"
      FROM "lakehouse"."gold"."route_days" AS "t1"
      WHERE "t1"."flights" > $1::BIGINT
      ORDER BY "t1"."flights" DESC NULLS LAST, "t1"."origin_iata" ASC NULLS LAST, "t1"."destination_iata" ASC NULLS LAST, "t1"."date" ASC NULLS LAST
      LIMIT 2
    ) AS "p2"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t3" ON "p2"."origin_iata" = "t3"."iata"
  )
  SELECT ('[' || coalesce(string_agg((concat('{"date":', coalesce(CASE WHEN "q16"."p2_date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("q16"."p2_date")::VARCHAR END, E'\x01N'), ',"flights":', coalesce(to_json("q16"."p2_flights"::VARCHAR)::VARCHAR, 'null'), ',"origin":') || CASE WHEN "q16"."t3_iata" IS NULL THEN 'null' ELSE (concat('{"iata":', coalesce(to_json("q16"."t3_iata")::VARCHAR, E'\x01N'), ',"months":{"totalCount":', coalesce(CASE WHEN coalesce("n10"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n10"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), ',"nodes":', coalesce("n8"."v1", '[]'), '},"monthGroups":') || CASE WHEN coalesce("n14"."v2", 0::BIGINT) > 10000::BIGINT THEN E'\x01L' ELSE coalesce("n14"."v1", '[]') END || '}') END || '}'), ',' ORDER BY "q16"."p2_flights" DESC NULLS LAST, "q16"."p2_origin_iata" ASC NULLS LAST, "q16"."p2_destination_iata" ASC NULLS LAST, "q16"."p2_date" ASC NULLS LAST), '') || ']') AS "v1"
  FROM "q16"
  LEFT JOIN (
    SELECT "p5"."iata" AS "key1", ('[' || coalesce(string_agg((concat('{"month":', coalesce(CASE WHEN "p5"."month" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p5"."month")::VARCHAR END, E'\x01N'), ',"departures":', coalesce(to_json("p5"."departures"::VARCHAR)::VARCHAR, 'null'), ',"airport":') || CASE WHEN "t6"."iata" IS NULL THEN 'null' ELSE concat('{"state":', coalesce(to_json("t6"."state")::VARCHAR, 'null'), '}') END || '}'), ',' ORDER BY "p5"."month" DESC NULLS LAST, "p5"."iata" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d1"."t4_month" AS "month", "d1"."t4_iata" AS "iata", "d1"."t4_departures" AS "departures"
      FROM (
        SELECT "t4"."iata" AS "t4_iata", "t4"."month" AS "t4_month", "t4"."departures" AS "t4_departures", "h5"."key1" AS "h5_key1", "h5"."bound" AS "h5_bound", row_number() OVER (PARTITION BY "t4"."iata" ORDER BY "t4"."month" DESC NULLS LAST, "t4"."iata" ASC NULLS LAST) AS "k1_rank"
        FROM "lakehouse"."gold"."airport_months" AS "t4"
        INNER JOIN (
          SELECT "z2"."iata" AS "key1", list_extract(max("z2"."month", 2::BIGINT), 2::BIGINT) AS "bound"
          FROM "lakehouse"."gold"."airport_months" AS "z2"
          WHERE "z2"."iata" IN (
            SELECT "z4"."t3_iata" AS "key1"
            FROM "q16" AS "z4"
          )
          GROUP BY "z2"."iata"
        ) AS "h5" ON "t4"."iata" = "h5"."key1"
        WHERE (("h5"."bound" IS NULL) OR ("t4"."month" >= "h5"."bound"))
      ) AS "d1"
      WHERE "d1"."k1_rank" <= 2::BIGINT
    ) AS "p5"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t6" ON "p5"."iata" = "t6"."iata"
    GROUP BY "p5"."iata"
  ) AS "n8" ON "q16"."t3_iata" = "n8"."key1"
  LEFT JOIN (
    SELECT "t9"."iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."airport_months" AS "t9"
    WHERE "t9"."iata" IN (
      SELECT "x2"."t3_iata" AS "key1"
      FROM "q16" AS "x2"
    )
    GROUP BY "t9"."iata"
  ) AS "n10" ON "q16"."t3_iata" = "n10"."key1"
  LEFT JOIN (
    SELECT "p13"."l1" AS "key1", ('[' || coalesce(string_agg(concat('{"sum":{"departures":', coalesce(to_json("p13"."a1"::VARCHAR)::VARCHAR, 'null'), '},"measures":{"delayedRate":', coalesce(CASE WHEN NOT isfinite("p13"."a2") THEN E'\x01F' ELSE to_json("p13"."a2")::VARCHAR END, 'null'), '}}'), ','), '') || ']') AS "v1", count(*) AS "v2"
    FROM (
      SELECT "d2"."g12_l1" AS "l1", "d2"."g12_a1" AS "a1", "d2"."g12_a2" AS "a2"
      FROM (
        SELECT "t11"."iata" AS "g12_l1", CAST(sum("t11"."departures") AS BIGINT) AS "g12_a1", (CAST(CAST(sum("t11"."delayed_departures") AS BIGINT) AS DOUBLE) / nullif(CAST(CAST(sum("t11"."departures") AS BIGINT) AS DOUBLE), 0)) AS "g12_a2", row_number() OVER (PARTITION BY "t11"."iata") AS "k2_rank"
        FROM "lakehouse"."gold"."airport_months" AS "t11"
        WHERE "t11"."iata" IN (
          SELECT "x3"."t3_iata" AS "key1"
          FROM "q16" AS "x3"
        )
        GROUP BY "t11"."iata"
      ) AS "d2"
      WHERE "d2"."k2_rank" <= 10001::BIGINT
    ) AS "p13"
    GROUP BY "p13"."l1"
  ) AS "n14" ON "q16"."t3_iata" = "n14"."key1"
) AS "n17";
-- $1: BIGINT = 48
