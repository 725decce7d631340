SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n8"."v1" IS NOT NULL AND "n12"."v1" IS NOT NULL AND "n16"."v1" IS NOT NULL AND "n20"."v1" IS NOT NULL THEN concat('{"data":{"year":', "n4"."v1", ',"quarter":', "n8"."v1", ',"month":', "n12"."v1", ',"week":', "n16"."v1", ',"day":', "n20"."v1", '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p3"."g1" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p3"."g1")::VARCHAR END, 'null'), '},"sum":{"flights":', coalesce(to_json("p3"."a1"::VARCHAR)::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p3"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a2"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT CAST(date_trunc('year', "t1"."date") AS DATE) AS "g1", CAST(sum("t1"."flights") AS BIGINT) AS "a1", count(*) AS "a2"
    FROM "lakehouse"."gold"."route_days" AS "t1"
    WHERE "t1"."origin_iata" = $1::VARCHAR
    GROUP BY CAST(date_trunc('year', "t1"."date") AS DATE)
    ORDER BY CAST(date_trunc('year', "t1"."date") AS DATE) ASC NULLS LAST
    LIMIT 4
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p7"."g1" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p7"."g1")::VARCHAR END, 'null'), '},"sum":{"flights":', coalesce(to_json("p7"."a1"::VARCHAR)::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p7"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a2"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT CAST(date_trunc('quarter', "t5"."date") AS DATE) AS "g1", CAST(sum("t5"."flights") AS BIGINT) AS "a1", count(*) AS "a2"
    FROM "lakehouse"."gold"."route_days" AS "t5"
    WHERE "t5"."origin_iata" = $1::VARCHAR
    GROUP BY CAST(date_trunc('quarter', "t5"."date") AS DATE)
    ORDER BY CAST(date_trunc('quarter', "t5"."date") AS DATE) ASC NULLS LAST
    LIMIT 4
  ) AS "p7"
) AS "n8"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p11"."g1" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p11"."g1")::VARCHAR END, 'null'), '},"sum":{"flights":', coalesce(to_json("p11"."a1"::VARCHAR)::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p11"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p11"."a2"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p11"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT CAST(date_trunc('month', "t9"."date") AS DATE) AS "g1", CAST(sum("t9"."flights") AS BIGINT) AS "a1", count(*) AS "a2"
    FROM "lakehouse"."gold"."route_days" AS "t9"
    WHERE "t9"."origin_iata" = $1::VARCHAR
    GROUP BY CAST(date_trunc('month', "t9"."date") AS DATE)
    ORDER BY CAST(date_trunc('month', "t9"."date") AS DATE) ASC NULLS LAST
    LIMIT 4
  ) AS "p11"
) AS "n12"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p15"."g1" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p15"."g1")::VARCHAR END, 'null'), '},"sum":{"flights":', coalesce(to_json("p15"."a1"::VARCHAR)::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p15"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p15"."a2"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p15"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT CAST(date_trunc('week', "t13"."date") AS DATE) AS "g1", CAST(sum("t13"."flights") AS BIGINT) AS "a1", count(*) AS "a2"
    FROM "lakehouse"."gold"."route_days" AS "t13"
    WHERE "t13"."origin_iata" = $1::VARCHAR
    GROUP BY CAST(date_trunc('week', "t13"."date") AS DATE)
    ORDER BY CAST(date_trunc('week', "t13"."date") AS DATE) ASC NULLS LAST
    LIMIT 4
  ) AS "p15"
) AS "n16"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p19"."g1" NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN E'\x01D' ELSE to_json("p19"."g1")::VARCHAR END, 'null'), '},"sum":{"flights":', coalesce(to_json("p19"."a1"::VARCHAR)::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p19"."a2" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p19"."a2"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p19"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT CAST(date_trunc('day', "t17"."date") AS DATE) AS "g1", CAST(sum("t17"."flights") AS BIGINT) AS "a1", count(*) AS "a2"
    FROM "lakehouse"."gold"."route_days" AS "t17"
    WHERE "t17"."origin_iata" = $1::VARCHAR
    GROUP BY CAST(date_trunc('day', "t17"."date") AS DATE)
    ORDER BY CAST(date_trunc('day', "t17"."date") AS DATE) ASC NULLS LAST
    LIMIT 4
  ) AS "p19"
) AS "n20";
-- $1: STRING = "SBP"
