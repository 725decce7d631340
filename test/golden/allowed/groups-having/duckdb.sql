SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n8"."v1" IS NOT NULL AND "n12"."v1" IS NOT NULL AND "n16"."v1" IS NOT NULL AND "n20"."v1" IS NOT NULL AND "n24"."v1" IS NOT NULL AND "n28"."v1" IS NOT NULL AND "n32"."v1" IS NOT NULL THEN concat('{"data":{"count":', "n4"."v1", ',"countDistinct":', "n8"."v1", ',"sum":', "n12"."v1", ',"avg":', "n16"."v1", ',"min":', "n20"."v1", ',"max":', "n24"."v1", ',"stddev":', "n28"."v1", ',"measures":', "n32"."v1", '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p3"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p3"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p3"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."origin_iata" AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t1"
    GROUP BY "t1"."origin_iata"
    HAVING count(*) > $1::BIGINT
    ORDER BY "t1"."origin_iata" ASC NULLS LAST
    LIMIT 5
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p7"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p7"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p7"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t5"."origin_iata" AS "g1", count(*) AS "a1", count(DISTINCT "t5"."destination_iata") AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t5"
    GROUP BY "t5"."origin_iata"
    HAVING count(DISTINCT "t5"."destination_iata") >= $2::BIGINT
    ORDER BY "t5"."origin_iata" ASC NULLS LAST
    LIMIT 5
  ) AS "p7"
) AS "n8"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p11"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p11"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p11"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p11"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t9"."origin_iata" AS "g1", count(*) AS "a1", CAST(sum("t9"."delay") AS BIGINT) AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t9"
    GROUP BY "t9"."origin_iata"
    HAVING CAST(sum("t9"."delay") AS BIGINT) > $3::BIGINT
    ORDER BY "t9"."origin_iata" ASC NULLS LAST
    LIMIT 5
  ) AS "p11"
) AS "n12"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p15"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p15"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p15"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p15"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t13"."origin_iata" AS "g1", count(*) AS "a1", avg(CAST("t13"."delay" AS DOUBLE)) AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t13"
    GROUP BY "t13"."origin_iata"
    HAVING avg(CAST("t13"."delay" AS DOUBLE)) > $4::DOUBLE
    ORDER BY "t13"."origin_iata" ASC NULLS LAST
    LIMIT 5
  ) AS "p15"
) AS "n16"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p19"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p19"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p19"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p19"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t17"."origin_iata" AS "g1", count(*) AS "a1", min("t17"."delay") AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t17"
    GROUP BY "t17"."origin_iata"
    HAVING min("t17"."delay") < $5::INTEGER
    ORDER BY "t17"."origin_iata" ASC NULLS LAST
    LIMIT 5
  ) AS "p19"
) AS "n20"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p23"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p23"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p23"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p23"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t21"."origin_iata" AS "g1", count(*) AS "a1", max("t21"."date") AS "a2", max("t21"."delay") AS "a3"
    FROM "lakehouse"."gold"."flights" AS "t21"
    GROUP BY "t21"."origin_iata"
    HAVING max("t21"."date") >= $6::TIMESTAMP
      AND max("t21"."delay") < $7::INTEGER
    ORDER BY "t21"."origin_iata" ASC NULLS LAST
    LIMIT 5
  ) AS "p23"
) AS "n24"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p27"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p27"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p27"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p27"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t25"."origin_iata" AS "g1", count(*) AS "a1", stddev_samp(CAST("t25"."distance" AS DOUBLE)) AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t25"
    GROUP BY "t25"."origin_iata"
    HAVING stddev_samp(CAST("t25"."distance" AS DOUBLE)) > $8::DOUBLE
    ORDER BY "t25"."origin_iata" ASC NULLS LAST
    LIMIT 5
  ) AS "p27"
) AS "n28"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p31"."g1")::VARCHAR, 'null'), '},"count":', coalesce(CASE WHEN "p31"."a1" NOT BETWEEN -2147483648 AND 2147483647 THEN E'\x01I' ELSE "p31"."a1"::VARCHAR END, E'\x01N'), '}'), ',' ORDER BY "p31"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t29"."origin_iata" AS "g1", count(*) AS "a1", avg(CASE WHEN "t29"."delay" <= 15::INTEGER THEN 1e0 ELSE 0e0 END) AS "a2", count(CASE WHEN ("t29"."delay" > 15::INTEGER) THEN 1 END) AS "a3"
    FROM "lakehouse"."gold"."flights" AS "t29"
    GROUP BY "t29"."origin_iata"
    HAVING avg(CASE WHEN "t29"."delay" <= 15::INTEGER THEN 1e0 ELSE 0e0 END) >= $9::DOUBLE
      AND count(CASE WHEN ("t29"."delay" > 15::INTEGER) THEN 1 END) > $10::BIGINT
    ORDER BY "t29"."origin_iata" ASC NULLS LAST
    LIMIT 5
  ) AS "p31"
) AS "n32";
-- $1: BIGINT = 20000
-- $2: BIGINT = 45
-- $3: BIGINT = 500000
-- $4: DOUBLE = 10
-- $5: INT = -60
-- $6: TIMESTAMP_NTZ = "2001-06-30 12:00:00"
-- $7: INT = 300
-- $8: DOUBLE = 650
-- $9: DOUBLE = 0.83
-- $10: BIGINT = 500
