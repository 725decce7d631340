SELECT
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude = 38.0) AS "eq",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude <> 38.0) AS "neq",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude IN (38.0, 47.0)) AS "in",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude NOT IN (38.0, 47.0)) AS "notIn",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude < 47.0) AS "lt",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude <= 47.0) AS "lte",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude > 47.0) AS "gt",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude >= 47.0) AS "gte",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude IS NULL) AS "isNull",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude IS NOT NULL) AS "isNotNull",
  (SELECT {totalCount: count(*)} FROM airports WHERE latitude BETWEEN 38.0 AND 47.0 AND latitude <> 47.0) AS "range",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: iata, latitude: latitude} AS node, row_number() OVER (ORDER BY iata) AS n FROM airports WHERE latitude = 37.61900194 QUALIFY n <= 100)
  )} AS "exact"
