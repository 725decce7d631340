SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL THEN concat('{"data":{"routeDays":{"nodes":', "n4"."v1", ',"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n4"."v2" > 4::BIGINT) THEN 'true' WHEN NOT ("n4"."v2" > 4::BIGINT) THEN 'false' END, E'\x01N'), ',"hasPreviousPage":', coalesce(CASE WHEN ("n6"."v1" > 0::BIGINT) THEN 'true' WHEN NOT ("n6"."v1" > 0::BIGINT) THEN 'false' END, E'\x01N'), '}}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"destinationIata":', coalesce(to_json("d1"."p2_destination_iata")::VARCHAR, E'\x01N'), ',"date":', coalesce(CASE WHEN "d1"."p2_date" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("d1"."p2_date")::VARCHAR END, E'\x01N'), ',"p95Delay":', coalesce(CASE WHEN NOT isfinite("d1"."p2_p95_delay") THEN E'\x01F' ELSE to_json("d1"."p2_p95_delay")::VARCHAR END, 'null'), '}'), ',' ORDER BY "d1"."r3_rank" ASC NULLS LAST) FILTER (WHERE "d1"."r3_rank" <= 4::BIGINT), '') || ']') AS "v1", count(*) AS "v2"
  FROM (
    SELECT "p2"."p95_delay" AS "p2_p95_delay", "p2"."origin_iata" AS "p2_origin_iata", "p2"."destination_iata" AS "p2_destination_iata", "p2"."date" AS "p2_date", row_number() OVER (ORDER BY "p2"."p95_delay" ASC NULLS LAST, "p2"."origin_iata" ASC NULLS LAST, "p2"."destination_iata" ASC NULLS LAST, "p2"."date" ASC NULLS LAST) AS "r3_rank"
    FROM (
      SELECT "t1"."p95_delay", "t1"."origin_iata", "t1"."destination_iata", "t1"."date"
      FROM "lakehouse"."gold"."route_days" AS "t1"
      WHERE "t1"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
        AND "t1"."date" < $3::DATE
        AND ((("t1"."p95_delay" > $4::DOUBLE) OR ("t1"."p95_delay" IS NULL)) OR (("t1"."p95_delay" = $4::DOUBLE) AND ("t1"."origin_iata" > $1::VARCHAR)) OR (("t1"."p95_delay" = $4::DOUBLE) AND ("t1"."origin_iata" = $1::VARCHAR) AND ("t1"."destination_iata" > $5::VARCHAR)) OR (("t1"."p95_delay" = $4::DOUBLE) AND ("t1"."origin_iata" = $1::VARCHAR) AND ("t1"."destination_iata" = $5::VARCHAR) AND ("t1"."date" > $6::DATE)))
      ORDER BY "t1"."p95_delay" ASC NULLS LAST, "t1"."origin_iata" ASC NULLS LAST, "t1"."destination_iata" ASC NULLS LAST, "t1"."date" ASC NULLS LAST
      LIMIT 5
    ) AS "p2"
  ) AS "d1"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."route_days" AS "t5"
  WHERE "t5"."origin_iata" IN ($1::VARCHAR, $2::VARCHAR)
    AND "t5"."date" < $3::DATE
    AND NOT coalesce(((("t5"."p95_delay" > $4::DOUBLE) OR ("t5"."p95_delay" IS NULL)) OR (("t5"."p95_delay" = $4::DOUBLE) AND ("t5"."origin_iata" > $1::VARCHAR)) OR (("t5"."p95_delay" = $4::DOUBLE) AND ("t5"."origin_iata" = $1::VARCHAR) AND ("t5"."destination_iata" > $5::VARCHAR)) OR (("t5"."p95_delay" = $4::DOUBLE) AND ("t5"."origin_iata" = $1::VARCHAR) AND ("t5"."destination_iata" = $5::VARCHAR) AND ("t5"."date" > $6::DATE))), FALSE)
) AS "n6";
-- $1: STRING = "MFR"
-- $2: STRING = "SBP"
-- $3: DATE = "2001-01-08"
-- $4: DOUBLE = -5
-- $5: STRING = "LAX"
-- $6: DATE = "2001-01-04"
