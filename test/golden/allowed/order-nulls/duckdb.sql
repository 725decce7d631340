SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n8"."v1" IS NOT NULL AND "n12"."v1" IS NOT NULL AND "n16"."v1" IS NOT NULL AND "n20"."v1" IS NOT NULL AND "n24"."v1" IS NOT NULL THEN concat('{"data":{"asc":{"nodes":', "n4"."v1", '},"desc":{"nodes":', "n8"."v1", '},"asc_nulls_first":{"nodes":', "n12"."v1", '},"asc_nulls_last":{"nodes":', "n16"."v1", '},"desc_nulls_first":{"nodes":', "n20"."v1", '},"desc_nulls_last":{"nodes":', "n24"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"originIata":', coalesce(to_json("p2"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p2"."destination_iata")::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p2"."date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p2"."date")::VARCHAR END, E'\x01N'), ',"flights":', coalesce(to_json("p2"."flights"::VARCHAR)::VARCHAR, 'null'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("p2"."p95_delay") THEN E'\x01F' ELSE to_json("p2"."p95_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p2"."p95_delay" ASC NULLS LAST, "p2"."origin_iata" ASC NULLS LAST, "p2"."destination_iata" ASC NULLS LAST, "p2"."date" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."p95_delay", "t1"."origin_iata", "t1"."destination_iata", "t1"."date", "t1"."flights"
    FROM (
      SELECT "t1_raw"."origin_iata", "t1_raw"."destination_iata", "t1_raw"."date", "t1_raw"."flights", CASE WHEN "t1_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t1_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
      FROM "lakehouse"."gold"."route_days" AS "t1_raw"
      WHERE "t1_raw"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
        AND "t1_raw"."date" < $3::DATE
      ORDER BY CASE WHEN "t1_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t1_raw"."p95_delay" ELSE NULL::DOUBLE END ASC NULLS LAST, "t1_raw"."origin_iata" ASC NULLS LAST, "t1_raw"."destination_iata" ASC NULLS LAST, "t1_raw"."date" ASC NULLS LAST
      LIMIT 9
    ) AS "t1"
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"originIata":', coalesce(to_json("p6"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p6"."destination_iata")::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p6"."date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p6"."date")::VARCHAR END, E'\x01N'), ',"flights":', coalesce(to_json("p6"."flights"::VARCHAR)::VARCHAR, 'null'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("p6"."p95_delay") THEN E'\x01F' ELSE to_json("p6"."p95_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p6"."p95_delay" DESC NULLS LAST, "p6"."origin_iata" ASC NULLS LAST, "p6"."destination_iata" ASC NULLS LAST, "p6"."date" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t5"."p95_delay", "t5"."origin_iata", "t5"."destination_iata", "t5"."date", "t5"."flights"
    FROM (
      SELECT "t5_raw"."origin_iata", "t5_raw"."destination_iata", "t5_raw"."date", "t5_raw"."flights", CASE WHEN "t5_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t5_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
      FROM "lakehouse"."gold"."route_days" AS "t5_raw"
      WHERE "t5_raw"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
        AND "t5_raw"."date" < $3::DATE
      ORDER BY CASE WHEN "t5_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t5_raw"."p95_delay" ELSE NULL::DOUBLE END DESC NULLS LAST, "t5_raw"."origin_iata" ASC NULLS LAST, "t5_raw"."destination_iata" ASC NULLS LAST, "t5_raw"."date" ASC NULLS LAST
      LIMIT 9
    ) AS "t5"
  ) AS "p6"
) AS "n8"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"originIata":', coalesce(to_json("p10"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p10"."destination_iata")::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p10"."date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p10"."date")::VARCHAR END, E'\x01N'), ',"flights":', coalesce(to_json("p10"."flights"::VARCHAR)::VARCHAR, 'null'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("p10"."p95_delay") THEN E'\x01F' ELSE to_json("p10"."p95_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p10"."p95_delay" ASC NULLS FIRST, "p10"."origin_iata" ASC NULLS LAST, "p10"."destination_iata" ASC NULLS LAST, "p10"."date" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t9"."p95_delay", "t9"."origin_iata", "t9"."destination_iata", "t9"."date", "t9"."flights"
    FROM (
      SELECT "t9_raw"."origin_iata", "t9_raw"."destination_iata", "t9_raw"."date", "t9_raw"."flights", CASE WHEN "t9_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t9_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
      FROM "lakehouse"."gold"."route_days" AS "t9_raw"
      WHERE "t9_raw"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
        AND "t9_raw"."date" < $3::DATE
      ORDER BY CASE WHEN "t9_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t9_raw"."p95_delay" ELSE NULL::DOUBLE END ASC NULLS FIRST, "t9_raw"."origin_iata" ASC NULLS LAST, "t9_raw"."destination_iata" ASC NULLS LAST, "t9_raw"."date" ASC NULLS LAST
      LIMIT 9
    ) AS "t9"
  ) AS "p10"
) AS "n12"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"originIata":', coalesce(to_json("p14"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p14"."destination_iata")::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p14"."date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p14"."date")::VARCHAR END, E'\x01N'), ',"flights":', coalesce(to_json("p14"."flights"::VARCHAR)::VARCHAR, 'null'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("p14"."p95_delay") THEN E'\x01F' ELSE to_json("p14"."p95_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p14"."p95_delay" ASC NULLS LAST, "p14"."origin_iata" ASC NULLS LAST, "p14"."destination_iata" ASC NULLS LAST, "p14"."date" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t13"."p95_delay", "t13"."origin_iata", "t13"."destination_iata", "t13"."date", "t13"."flights"
    FROM (
      SELECT "t13_raw"."origin_iata", "t13_raw"."destination_iata", "t13_raw"."date", "t13_raw"."flights", CASE WHEN "t13_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t13_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
      FROM "lakehouse"."gold"."route_days" AS "t13_raw"
      WHERE "t13_raw"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
        AND "t13_raw"."date" < $3::DATE
      ORDER BY CASE WHEN "t13_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t13_raw"."p95_delay" ELSE NULL::DOUBLE END ASC NULLS LAST, "t13_raw"."origin_iata" ASC NULLS LAST, "t13_raw"."destination_iata" ASC NULLS LAST, "t13_raw"."date" ASC NULLS LAST
      LIMIT 9
    ) AS "t13"
  ) AS "p14"
) AS "n16"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"originIata":', coalesce(to_json("p18"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p18"."destination_iata")::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p18"."date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p18"."date")::VARCHAR END, E'\x01N'), ',"flights":', coalesce(to_json("p18"."flights"::VARCHAR)::VARCHAR, 'null'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("p18"."p95_delay") THEN E'\x01F' ELSE to_json("p18"."p95_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p18"."p95_delay" DESC NULLS FIRST, "p18"."origin_iata" ASC NULLS LAST, "p18"."destination_iata" ASC NULLS LAST, "p18"."date" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t17"."p95_delay", "t17"."origin_iata", "t17"."destination_iata", "t17"."date", "t17"."flights"
    FROM (
      SELECT "t17_raw"."origin_iata", "t17_raw"."destination_iata", "t17_raw"."date", "t17_raw"."flights", CASE WHEN "t17_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t17_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
      FROM "lakehouse"."gold"."route_days" AS "t17_raw"
      WHERE "t17_raw"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
        AND "t17_raw"."date" < $3::DATE
      ORDER BY CASE WHEN "t17_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t17_raw"."p95_delay" ELSE NULL::DOUBLE END DESC NULLS FIRST, "t17_raw"."origin_iata" ASC NULLS LAST, "t17_raw"."destination_iata" ASC NULLS LAST, "t17_raw"."date" ASC NULLS LAST
      LIMIT 9
    ) AS "t17"
  ) AS "p18"
) AS "n20"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"originIata":', coalesce(to_json("p22"."origin_iata")::VARCHAR, E'\x01N'), ',"destinationIata":', coalesce(to_json("p22"."destination_iata")::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "p22"."date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p22"."date")::VARCHAR END, E'\x01N'), ',"flights":', coalesce(to_json("p22"."flights"::VARCHAR)::VARCHAR, 'null'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("p22"."p95_delay") THEN E'\x01F' ELSE to_json("p22"."p95_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "p22"."p95_delay" DESC NULLS LAST, "p22"."origin_iata" ASC NULLS LAST, "p22"."destination_iata" ASC NULLS LAST, "p22"."date" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t21"."p95_delay", "t21"."origin_iata", "t21"."destination_iata", "t21"."date", "t21"."flights"
    FROM (
      SELECT "t21_raw"."origin_iata", "t21_raw"."destination_iata", "t21_raw"."date", "t21_raw"."flights", CASE WHEN "t21_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t21_raw"."p95_delay" ELSE NULL::DOUBLE END AS "p95_delay"
      FROM "lakehouse"."gold"."route_days" AS "t21_raw"
      WHERE "t21_raw"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
        AND "t21_raw"."date" < $3::DATE
      ORDER BY CASE WHEN "t21_raw"."flights" >= CAST(5::INTEGER AS BIGINT) THEN "t21_raw"."p95_delay" ELSE NULL::DOUBLE END DESC NULLS LAST, "t21_raw"."origin_iata" ASC NULLS LAST, "t21_raw"."destination_iata" ASC NULLS LAST, "t21_raw"."date" ASC NULLS LAST
      LIMIT 9
    ) AS "t21"
  ) AS "p22"
) AS "n24";
-- $1: STRING = "MFR"
-- $2: STRING = "SBP"
-- $3: DATE = "2001-01-04"
