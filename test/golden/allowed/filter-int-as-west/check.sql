SELECT
  (SELECT {totalCount: count(*)} FROM flights WHERE delay = 15) AS "eq",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay <> 15) AS "neq",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay IN (15, 60)) AS "in",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay NOT IN (15, 60)) AS "notIn",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay < 60) AS "lt",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay <= 60) AS "lte",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay > 60) AS "gt",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay >= 60) AS "gte",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay IS NULL) AS "isNull",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay IS NOT NULL) AS "isNotNull",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay BETWEEN 15 AND 60 AND delay <> 60) AS "range",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {delay: delay} AS node, row_number() OVER (ORDER BY delay DESC, id) AS n FROM flights WHERE delay >= 1000 QUALIFY n <= 3)
  )} AS "nodes"
