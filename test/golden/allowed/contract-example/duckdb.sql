SELECT encode(CASE WHEN "n8"."v1" IS NOT NULL AND "n18"."v1" IS NOT NULL THEN concat('{"data":{"flights":{"nodes":', "n8"."v1", ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n8"."v2" > 5::BIGINT) THEN 'true' WHEN NOT ("n8"."v2" > 5::BIGINT) THEN 'false' END, E'\x01N'), ',"endCursor":', coalesce("n8"."v3", 'null'), '},"totalCount":', coalesce(CASE WHEN "n12"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n12"."v1"::VARCHAR END, E'\x01N'), '},"flightGroups":', "n18"."v1", ',"airport":', coalesce("n34"."v1", 'null'), '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg((concat('{"date":', coalesce(CASE WHEN "d1"."p4_date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "d1"."p4_date"::DATE, 'T', "d1"."p4_date"::TIME, 'Z"') WHEN "d1"."p4_date" IS NOT NULL THEN E'\x01D' END, E'\x01N'), ',"delay":', coalesce("d1"."p4_delay"::VARCHAR, 'null'), ',"distance":', coalesce("d1"."p4_distance"::VARCHAR, 'null'), ',"origin":') || CASE WHEN "d1"."t5_iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("d1"."t5_iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("d1"."t5_name")::VARCHAR, 'null'), ',"city":', coalesce(to_json("d1"."t5_city")::VARCHAR, 'null'), '}') END || ',"destination":' || CASE WHEN "d1"."t6_iata" IS NULL THEN 'null' ELSE concat('{"iata":', coalesce(to_json("d1"."t6_iata")::VARCHAR, E'\x01N'), '}') END || '}'), ',' ORDER BY "d1"."r7_rank" ASC NULLS LAST) FILTER (WHERE "d1"."r7_rank" <= 5::BIGINT), '') || ']') AS "v1", count(*) AS "v2", arg_max_null(concat(E'\x02hqOcFqFpjP6URi0PZEemC6:[', coalesce(to_json("d1"."p4_delay"::VARCHAR)::VARCHAR, 'null'), ',', coalesce(CASE WHEN "d1"."p4_date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "d1"."p4_date"::DATE, 'T', "d1"."p4_date"::TIME, 'Z"') WHEN "d1"."p4_date" IS NOT NULL THEN E'\x01D' END, 'null'), ',', coalesce(to_json("d1"."p4_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r7_rank") FILTER (WHERE "d1"."r7_rank" <= 5::BIGINT) AS "v3"
  FROM (
    SELECT "p4"."delay" AS "p4_delay", "p4"."date" AS "p4_date", "p4"."flight_id" AS "p4_flight_id", "p4"."distance" AS "p4_distance", "p4"."origin_iata" AS "p4_origin_iata", "p4"."destination_iata" AS "p4_destination_iata", "t5"."iata" AS "t5_iata", "t5"."name" AS "t5_name", "t5"."city" AS "t5_city", "t6"."iata" AS "t6_iata", row_number() OVER (ORDER BY "p4"."delay" DESC NULLS LAST, "p4"."date" ASC NULLS LAST, "p4"."flight_id" ASC NULLS LAST) AS "r7_rank"
    FROM (
      SELECT "t1"."delay", "t1"."date", "t1"."flight_id", "t1"."distance", "t1"."origin_iata", "t1"."destination_iata"
      FROM "lakehouse"."gold"."flights" AS "t1"
      WHERE "t1"."delay" > $1::INTEGER
        AND EXISTS (
          SELECT 1
          FROM "lakehouse"."gold"."airports" AS "t2"
          WHERE "t1"."origin_iata" = "t2"."iata"
            AND "t2"."state" IN ($2::VARCHAR, $3::VARCHAR)
        )
        AND NOT EXISTS (
          SELECT 1
          FROM "lakehouse"."gold"."airports" AS "t3"
          WHERE "t1"."destination_iata" = "t3"."iata"
            AND "t3"."iata" = $4::VARCHAR
        )
      ORDER BY "t1"."delay" DESC NULLS LAST, "t1"."date" ASC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
      LIMIT 6
    ) AS "p4"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t5" ON "p4"."origin_iata" = "t5"."iata"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t6" ON "p4"."destination_iata" = "t6"."iata"
  ) AS "d1"
) AS "n8"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."flights" AS "t9"
  WHERE "t9"."delay" > $1::INTEGER
    AND EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "t10"
      WHERE "t9"."origin_iata" = "t10"."iata"
        AND "t10"."state" IN ($2::VARCHAR, $3::VARCHAR)
    )
    AND NOT EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "t11"
      WHERE "t9"."destination_iata" = "t11"."iata"
        AND "t11"."iata" = $4::VARCHAR
    )
) AS "n12"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"origin":{"iata":', coalesce(to_json("p17"."g1")::VARCHAR, 'null'), '},"month":', coalesce(CASE WHEN "p17"."g2" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p17"."g2"::DATE, 'T', "p17"."g2"::TIME, 'Z"') WHEN "p17"."g2" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p17"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p17"."a1"::VARCHAR END, E'\x01N'), ',"avg":{"delay":', coalesce(CASE WHEN NOT isfinite("p17"."a2") THEN E'\x01F' ELSE to_json("p17"."a2")::VARCHAR END, 'null'), '},"max":{"delay":', coalesce("p17"."a3"::VARCHAR, 'null'), '},"countDistinct":{"destination":', coalesce(CASE WHEN "p17"."a4" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p17"."a4"::VARCHAR END, E'\x01N'), '},"measures":{"onTimeRate":', coalesce(CASE WHEN NOT isfinite("p17"."a5") THEN E'\x01F' ELSE to_json("p17"."a5")::VARCHAR END, 'null'), '}}'), ',' ORDER BY "p17"."a2" DESC NULLS LAST, "p17"."g1" ASC NULLS LAST, "p17"."g2" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t15"."iata" AS "g1", date_trunc('month', "t13"."date") AS "g2", count(*) AS "a1", avg(CAST("t13"."delay" AS DOUBLE)) AS "a2", max("t13"."delay") AS "a3", count(DISTINCT "t13"."destination_iata") AS "a4", avg(CASE WHEN "t13"."delay" <= 15::INTEGER THEN 1e0 ELSE 0e0 END) AS "a5"
    FROM "lakehouse"."gold"."flights" AS "t13"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t15" ON "t13"."origin_iata" = "t15"."iata"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "t16"
      WHERE "t13"."origin_iata" = "t16"."iata"
        AND "t16"."state" = $2::VARCHAR
    )
    GROUP BY "t15"."iata", date_trunc('month', "t13"."date")
    HAVING count(*) >= $5::BIGINT
    ORDER BY avg(CAST("t13"."delay" AS DOUBLE)) DESC NULLS LAST, "t15"."iata" ASC NULLS LAST, date_trunc('month', "t13"."date") ASC NULLS LAST
    LIMIT 10
  ) AS "p17"
) AS "n18"
CROSS JOIN (
  WITH "q33" AS MATERIALIZED (
    SELECT "p20"."name" AS "p20_name", "p20"."iata" AS "p20_iata"
    FROM (
      SELECT "t19"."name", "t19"."iata"
      FROM "lakehouse"."gold"."airports" AS "t19"
      WHERE "t19"."iata" = $6::VARCHAR
      LIMIT 1
    ) AS "p20"
  )
  SELECT any_value(concat('{"name":', coalesce(to_json("q33"."p20_name")::VARCHAR, 'null'), ',"departures":{"nodes":', coalesce("n25"."v1", '[]'), ',"totalCount":', coalesce(CASE WHEN coalesce("n27"."v1", 0::BIGINT) NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE coalesce("n27"."v1", 0::BIGINT)::VARCHAR END, E'\x01N'), '},"departureGroups":', coalesce("n32"."v1", '[]'), '}')) AS "v1"
  FROM "q33"
  LEFT JOIN (
    SELECT "p22"."origin_iata" AS "key1", ('[' || coalesce(string_agg((concat('{"delay":', coalesce("p22"."delay"::VARCHAR, 'null'), ',"destination":') || CASE WHEN "t23"."iata" IS NULL THEN 'null' ELSE concat('{"city":', coalesce(to_json("t23"."city")::VARCHAR, 'null'), '}') END || '}'), ',' ORDER BY "p22"."delay" DESC NULLS LAST, "p22"."flight_id" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d2"."t21_delay" AS "delay", "d2"."t21_flight_id" AS "flight_id", "d2"."t21_origin_iata" AS "origin_iata", "d2"."t21_destination_iata" AS "destination_iata"
      FROM (
        SELECT "t21"."flight_id" AS "t21_flight_id", "t21"."delay" AS "t21_delay", "t21"."origin_iata" AS "t21_origin_iata", "t21"."destination_iata" AS "t21_destination_iata", "h5"."key1" AS "h5_key1", "h5"."bound" AS "h5_bound", row_number() OVER (PARTITION BY "t21"."origin_iata" ORDER BY "t21"."delay" DESC NULLS LAST, "t21"."flight_id" ASC NULLS LAST) AS "k1_rank"
        FROM "lakehouse"."gold"."flights" AS "t21"
        INNER JOIN (
          SELECT "z2"."origin_iata" AS "key1", list_extract(max("z2"."delay", 5::BIGINT), 5::BIGINT) AS "bound"
          FROM "lakehouse"."gold"."flights" AS "z2"
          WHERE "z2"."origin_iata" IN (
            SELECT "z4"."p20_iata" AS "key1"
            FROM "q33" AS "z4"
          )
          GROUP BY "z2"."origin_iata"
        ) AS "h5" ON "t21"."origin_iata" = "h5"."key1"
        WHERE (("h5"."bound" IS NULL) OR ("t21"."delay" >= "h5"."bound"))
      ) AS "d2"
      WHERE "d2"."k1_rank" <= 5::BIGINT
    ) AS "p22"
    LEFT JOIN "lakehouse"."gold"."airports" AS "t23" ON "p22"."destination_iata" = "t23"."iata"
    GROUP BY "p22"."origin_iata"
  ) AS "n25" ON "q33"."p20_iata" = "n25"."key1"
  LEFT JOIN (
    SELECT "t26"."origin_iata" AS "key1", count(*) AS "v1"
    FROM "lakehouse"."gold"."flights" AS "t26"
    WHERE "t26"."origin_iata" IN (
      SELECT "x2"."p20_iata" AS "key1"
      FROM "q33" AS "x2"
    )
    GROUP BY "t26"."origin_iata"
  ) AS "n27" ON "q33"."p20_iata" = "n27"."key1"
  LEFT JOIN (
    SELECT "p31"."l1" AS "key1", ('[' || coalesce(string_agg(concat('{"key":{"destination":{"iata":', coalesce(to_json("p31"."g1")::VARCHAR, 'null'), '}},"count":', coalesce(CASE WHEN "p31"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p31"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p31"."a1" DESC NULLS LAST, "p31"."g1" ASC NULLS LAST), '') || ']') AS "v1"
    FROM (
      SELECT "d3"."g29_l1" AS "l1", "d3"."g29_g1" AS "g1", "d3"."g29_a1" AS "a1"
      FROM (
        SELECT "t28"."origin_iata" AS "g29_l1", "t30"."iata" AS "g29_g1", count(*) AS "g29_a1", row_number() OVER (PARTITION BY "t28"."origin_iata" ORDER BY count(*) DESC NULLS LAST, "t30"."iata" ASC NULLS LAST) AS "k2_rank"
        FROM "lakehouse"."gold"."flights" AS "t28"
        LEFT JOIN "lakehouse"."gold"."airports" AS "t30" ON "t28"."destination_iata" = "t30"."iata"
        WHERE "t28"."origin_iata" IN (
          SELECT "x3"."p20_iata" AS "key1"
          FROM "q33" AS "x3"
        )
        GROUP BY "t28"."origin_iata", "t30"."iata"
      ) AS "d3"
      WHERE "d3"."k2_rank" <= 3::BIGINT
    ) AS "p31"
    GROUP BY "p31"."l1"
  ) AS "n32" ON "q33"."p20_iata" = "n32"."key1"
) AS "n34";
-- $1: INT = 60
-- $2: STRING = "CA"
-- $3: STRING = "OR"
-- $4: STRING = "LAX"
-- $5: BIGINT = 100
-- $6: STRING = "SFO"
