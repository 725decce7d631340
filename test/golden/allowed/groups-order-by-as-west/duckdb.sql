SELECT encode(CASE WHEN "n4"."v1" IS NOT NULL AND "n8"."v1" IS NOT NULL AND "n12"."v1" IS NOT NULL AND "n16"."v1" IS NOT NULL AND "n20"."v1" IS NOT NULL AND "n24"."v1" IS NOT NULL AND "n28"."v1" IS NOT NULL AND "n32"."v1" IS NOT NULL AND "n36"."v1" IS NOT NULL AND "n40"."v1" IS NOT NULL THEN concat('{"data":{"count":', "n4"."v1", ',"countDistinct":', "n8"."v1", ',"sum":', "n12"."v1", ',"avg":', "n16"."v1", ',"min":', "n20"."v1", ',"max":', "n24"."v1", ',"stddev":', "n28"."v1", ',"stddevNulls":', "n32"."v1", ',"measures":', "n36"."v1", ',"two":', "n40"."v1", '}}') END) AS "body"
FROM (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p3"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p3"."a1" DESC NULLS LAST, "p3"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t1"."origin_iata" AS "g1", count(*) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t1"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m1"
      WHERE "m1"."iata" = "t1"."origin_iata"
        AND "m1"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t1"."origin_iata"
    ORDER BY count(*) DESC NULLS LAST, "t1"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p3"
) AS "n4"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p7"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p7"."a1" DESC NULLS LAST, "p7"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t5"."origin_iata" AS "g1", count(DISTINCT "t5"."destination_iata") AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t5"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m3"
      WHERE "m3"."iata" = "t5"."origin_iata"
        AND "m3"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t5"."origin_iata"
    ORDER BY count(DISTINCT "t5"."destination_iata") DESC NULLS LAST, "t5"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p7"
) AS "n8"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p11"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p11"."a1" ASC NULLS LAST, "p11"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t9"."origin_iata" AS "g1", CAST(sum("t9"."distance") AS BIGINT) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t9"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m5"
      WHERE "m5"."iata" = "t9"."origin_iata"
        AND "m5"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t9"."origin_iata"
    ORDER BY CAST(sum("t9"."distance") AS BIGINT) ASC NULLS LAST, "t9"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p11"
) AS "n12"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p15"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p15"."a1" DESC NULLS LAST, "p15"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t13"."origin_iata" AS "g1", avg(CAST("t13"."delay" AS DOUBLE)) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t13"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m7"
      WHERE "m7"."iata" = "t13"."origin_iata"
        AND "m7"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t13"."origin_iata"
    ORDER BY avg(CAST("t13"."delay" AS DOUBLE)) DESC NULLS LAST, "t13"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p15"
) AS "n16"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p19"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p19"."a1" DESC NULLS LAST, "p19"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t17"."origin_iata" AS "g1", min("t17"."date") AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t17"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m9"
      WHERE "m9"."iata" = "t17"."origin_iata"
        AND "m9"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t17"."origin_iata"
    ORDER BY min("t17"."date") DESC NULLS LAST, "t17"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p19"
) AS "n20"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p23"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p23"."a1" DESC NULLS LAST, "p23"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t21"."origin_iata" AS "g1", max("t21"."delay") AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t21"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m11"
      WHERE "m11"."iata" = "t21"."origin_iata"
        AND "m11"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t21"."origin_iata"
    ORDER BY max("t21"."delay") DESC NULLS LAST, "t21"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p23"
) AS "n24"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p27"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p27"."a1" DESC NULLS LAST, "p27"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t25"."origin_iata" AS "g1", stddev_samp(CAST("t25"."delay" AS DOUBLE)) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t25"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m13"
      WHERE "m13"."iata" = "t25"."origin_iata"
        AND "m13"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t25"."origin_iata"
    ORDER BY stddev_samp(CAST("t25"."delay" AS DOUBLE)) DESC NULLS LAST, "t25"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p27"
) AS "n28"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p31"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p31"."a1" DESC NULLS FIRST, "p31"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t29"."origin_iata" AS "g1", stddev_samp(CAST("t29"."delay" AS DOUBLE)) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t29"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m15"
      WHERE "m15"."iata" = "t29"."origin_iata"
        AND "m15"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t29"."origin_iata"
    ORDER BY stddev_samp(CAST("t29"."delay" AS DOUBLE)) DESC NULLS FIRST, "t29"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p31"
) AS "n32"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p35"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p35"."a1" ASC NULLS LAST, "p35"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t33"."origin_iata" AS "g1", avg(CASE WHEN "t33"."delay" <= 15::INTEGER THEN 1e0 ELSE 0e0 END) AS "a1"
    FROM "lakehouse"."gold"."flights" AS "t33"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m17"
      WHERE "m17"."iata" = "t33"."origin_iata"
        AND "m17"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t33"."origin_iata"
    ORDER BY avg(CASE WHEN "t33"."delay" <= 15::INTEGER THEN 1e0 ELSE 0e0 END) ASC NULLS LAST, "t33"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p35"
) AS "n36"
CROSS JOIN (
  SELECT ('[' || coalesce(string_agg(concat('{"key":{"originIata":', coalesce(to_json("p39"."g1")::VARCHAR, 'null'), '}}'), ',' ORDER BY "p39"."a1" ASC NULLS LAST, "p39"."a2" DESC NULLS LAST, "p39"."g1" ASC NULLS LAST), '') || ']') AS "v1"
  FROM (
    SELECT "t37"."origin_iata" AS "g1", count(DISTINCT "t37"."destination_iata") AS "a1", count(*) AS "a2"
    FROM "lakehouse"."gold"."flights" AS "t37"
    WHERE EXISTS (
      SELECT 1
      FROM "lakehouse"."gold"."airports" AS "m19"
      WHERE "m19"."iata" = "t37"."origin_iata"
        AND "m19"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
    )
    GROUP BY "t37"."origin_iata"
    ORDER BY count(DISTINCT "t37"."destination_iata") ASC NULLS LAST, count(*) DESC NULLS LAST, "t37"."origin_iata" ASC NULLS LAST
    LIMIT 3
  ) AS "p39"
) AS "n40";
