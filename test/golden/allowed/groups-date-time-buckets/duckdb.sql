SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n8"."v1" IS NOT NULL AND "n12"."v1" IS NOT NULL AND "n16"."v1" IS NOT NULL AND "n20"."v1" IS NOT NULL AND "n24"."v1" IS NOT NULL THEN concat('{"data":{"year":', "n4"."v1", ',"quarter":', "n8"."v1", ',"month":', "n12"."v1", ',"week":', "n16"."v1", ',"day":', "n20"."v1", ',"hour":', "n24"."v1", '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p3"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p3"."g1"::DATE, 'T', "p3"."g1"::TIME, 'Z"') WHEN "p3"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT date_trunc('year', "t1"."date") AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE "t1"."delay" > $1::INTEGER
      AND "t1"."origin_iata" = $2::VARCHAR
    GROUP BY date_trunc('year', "t1"."date")
    ORDER BY date_trunc('year', "t1"."date") ASC NULLS LAST
    LIMIT 9
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p7"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p7"."g1"::DATE, 'T', "p7"."g1"::TIME, 'Z"') WHEN "p7"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT date_trunc('quarter', "t5"."date") AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t5"
    WHERE "t5"."delay" > $1::INTEGER
      AND "t5"."origin_iata" = $2::VARCHAR
    GROUP BY date_trunc('quarter', "t5"."date")
    ORDER BY date_trunc('quarter', "t5"."date") ASC NULLS LAST
    LIMIT 9
  ) AS "p7"
) AS "n8"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p11"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p11"."g1"::DATE, 'T', "p11"."g1"::TIME, 'Z"') WHEN "p11"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p11"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p11"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p11"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT date_trunc('month', "t9"."date") AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t9"
    WHERE "t9"."delay" > $1::INTEGER
      AND "t9"."origin_iata" = $2::VARCHAR
    GROUP BY date_trunc('month', "t9"."date")
    ORDER BY date_trunc('month', "t9"."date") ASC NULLS LAST
    LIMIT 9
    OFFSET 2
  ) AS "p11"
) AS "n12"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p15"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p15"."g1"::DATE, 'T', "p15"."g1"::TIME, 'Z"') WHEN "p15"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p15"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p15"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p15"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT date_trunc('week', "t13"."date") AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t13"
    WHERE "t13"."delay" > $1::INTEGER
      AND "t13"."origin_iata" = $2::VARCHAR
    GROUP BY date_trunc('week', "t13"."date")
    ORDER BY date_trunc('week', "t13"."date") ASC NULLS LAST
    LIMIT 9
    OFFSET 2
  ) AS "p15"
) AS "n16"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p19"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p19"."g1"::DATE, 'T', "p19"."g1"::TIME, 'Z"') WHEN "p19"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p19"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p19"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p19"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT date_trunc('day', "t17"."date") AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t17"
    WHERE "t17"."delay" > $1::INTEGER
      AND "t17"."origin_iata" = $2::VARCHAR
    GROUP BY date_trunc('day', "t17"."date")
    ORDER BY date_trunc('day', "t17"."date") ASC NULLS LAST
    LIMIT 9
    OFFSET 2
  ) AS "p19"
) AS "n20"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"date":', coalesce(CASE WHEN "p23"."g1" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "p23"."g1"::DATE, 'T', "p23"."g1"::TIME, 'Z"') WHEN "p23"."g1" IS NOT NULL THEN E'\x01D' END, 'null'), '},"count":', coalesce(CASE WHEN "p23"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p23"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p23"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT date_trunc('hour', "t21"."date") AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t21"
    WHERE "t21"."delay" > $1::INTEGER
      AND "t21"."origin_iata" = $2::VARCHAR
    GROUP BY date_trunc('hour', "t21"."date")
    ORDER BY date_trunc('hour', "t21"."date") ASC NULLS LAST
    LIMIT 9
    OFFSET 2
  ) AS "p23"
) AS "n24";
-- $1: INT = 200
-- $2: STRING = "OAK"
