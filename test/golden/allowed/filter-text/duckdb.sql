SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n10"."v1" IS NOT NULL AND "n14"."v1" IS NOT NULL AND "n20"."v1" IS NOT NULL AND "n28"."v1" IS NOT NULL THEN concat('{"data":{"like":{"nodes":', "n4"."v1", '},"likeLiteral":{"totalCount":', coalesce(CASE WHEN "n6"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n6"."v1"::VARCHAR END, E'\x01N'), '},"ilike":{"nodes":', "n10"."v1", '},"startsWith":{"nodes":', "n14"."v1", '},"endsWith":{"totalCount":', coalesce(CASE WHEN "n16"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n16"."v1"::VARCHAR END, E'\x01N'), '},"contains":{"nodes":', "n20"."v1", '},"percentIsPlain":{"totalCount":', coalesce(CASE WHEN "n22"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n22"."v1"::VARCHAR END, E'\x01N'), '},"underscoreIsPlain":{"totalCount":', coalesce(CASE WHEN "n24"."v1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "n24"."v1"::VARCHAR END, E'\x01N'), '},"quotes":{"nodes":', "n28"."v1", '}}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p2"."iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("p2"."name")::VARCHAR, 'null'), '}'), ',' ORDER BY "p2"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."iata", "t1"."name"
    FROM "lakehouse"."gold"."airports" AS "t1"
    WHERE "t1"."name" LIKE $1::VARCHAR ESCAPE '\'
    ORDER BY "t1"."iata" ASC NULLS LAST
    LIMIT 100
  ) AS "p2"
) AS "n4"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airports" AS "t5"
  WHERE "t5"."name" LIKE $2::VARCHAR ESCAPE '\'
) AS "n6"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p8"."iata")::VARCHAR, E'\x01N'), ',"city":', coalesce(to_json("p8"."city")::VARCHAR, 'null'), '}'), ',' ORDER BY "p8"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t7"."iata", "t7"."city"
    FROM "lakehouse"."gold"."airports" AS "t7"
    WHERE lower("t7"."city") LIKE lower($3::VARCHAR) ESCAPE '\'
    ORDER BY "t7"."iata" ASC NULLS LAST
    LIMIT 100
  ) AS "p8"
) AS "n10"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p12"."iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("p12"."name")::VARCHAR, 'null'), '}'), ',' ORDER BY "p12"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t11"."iata", "t11"."name"
    FROM "lakehouse"."gold"."airports" AS "t11"
    WHERE starts_with("t11"."name", $4::VARCHAR)
    ORDER BY "t11"."iata" ASC NULLS LAST
    LIMIT 100
  ) AS "p12"
) AS "n14"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airports" AS "t15"
  WHERE ends_with("t15"."name", $5::VARCHAR)
) AS "n16"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p18"."iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("p18"."name")::VARCHAR, 'null'), '}'), ',' ORDER BY "p18"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t17"."iata", "t17"."name"
    FROM "lakehouse"."gold"."airports" AS "t17"
    WHERE contains("t17"."name", $6::VARCHAR)
    ORDER BY "t17"."iata" ASC NULLS LAST
    LIMIT 100
  ) AS "p18"
) AS "n20"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airports" AS "t21"
  WHERE contains("t21"."name", $7::VARCHAR)
) AS "n22"
CROSS JOIN (
  SELECT count(*) AS "v1"
  FROM "lakehouse"."gold"."airports" AS "t23"
  WHERE starts_with("t23"."name", $8::VARCHAR)
) AS "n24"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"iata":', coalesce(to_json("p26"."iata")::VARCHAR, E'\x01N'), ',"name":', coalesce(to_json("p26"."name")::VARCHAR, 'null'), '}'), ',' ORDER BY "p26"."iata" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t25"."iata", "t25"."name"
    FROM "lakehouse"."gold"."airports" AS "t25"
    WHERE "t25"."name" = $9::VARCHAR
    ORDER BY "t25"."iata" ASC NULLS LAST
    LIMIT 100
  ) AS "p26"
) AS "n28";
-- $1: STRING = "San%Intern_tional%"
-- $2: STRING = "100\\%"
-- $3: STRING = "saN f%"
-- $4: STRING = "San F"
-- $5: STRING = " Municipal"
-- $6: STRING = "O'"
-- $7: STRING = "%"
-- $8: STRING = "_"
-- $9: STRING = "W. H. \"Bud\" Barron"
