SELECT encode(concat('{"data":{"airport":', coalesce("n3"."v1", 'null'), '}}')) AS "body"
FROM (
  SELECT any_value(concat('{"city":', coalesce(to_json("p2"."city")::VARCHAR, 'null'), ',"name":', coalesce(to_json("p2"."name")::VARCHAR, 'null'), '}')) AS "v1"
  FROM (
    SELECT "t1"."city", "t1"."name"
    FROM "lakehouse"."gold"."airports" AS "t1"
    WHERE "t1"."iata" = $1::VARCHAR
    LIMIT 1
  ) AS "p2"
) AS "n3";
-- $1: STRING = "ORD"
