SELECT encode(concat('{"data":{"flights":{"pageInfo":{"hasNextPage":', coalesce(CASE WHEN ("n4"."v1" > 2::BIGINT) THEN 'true' WHEN NOT ("n4"."v1" > 2::BIGINT) THEN 'false' END, E'\x01N'), ',"endCursor":', coalesce("n4"."v2", 'null'), '}}}}')) AS "body"
FROM (
  SELECT count(*) AS "v1", arg_max_null(concat(E'\x028yjQuHTF3-A5oRg50VwRvJ:[', coalesce(CASE WHEN "d1"."p2_date" BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN concat('"', "d1"."p2_date"::DATE, 'T', "d1"."p2_date"::TIME, 'Z"') WHEN "d1"."p2_date" IS NOT NULL THEN E'\x01D' END, 'null'), ',', coalesce(to_json("d1"."p2_flight_id"::VARCHAR)::VARCHAR, 'null'), E']\x03'), "d1"."r3_rank") FILTER (WHERE "d1"."r3_rank" <= 2::BIGINT) AS "v2"
  FROM (
    SELECT "p2"."date" AS "p2_date", "p2"."flight_id" AS "p2_flight_id", row_number() OVER (ORDER BY "p2"."date" DESC NULLS LAST, "p2"."flight_id" ASC NULLS LAST) AS "r3_rank"
    FROM (
      SELECT "t1"."date", "t1"."flight_id"
      FROM "lakehouse"."gold"."flights" AS "t1"
      ORDER BY "t1"."date" DESC NULLS LAST, "t1"."flight_id" ASC NULLS LAST
      LIMIT 3
    ) AS "p2"
  ) AS "d1"
) AS "n4";
