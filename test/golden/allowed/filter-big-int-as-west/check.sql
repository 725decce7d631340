SELECT
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights = 5) AS "eq",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights <> 5) AS "neq",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights IN (5, 12)) AS "in",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights NOT IN (5, 12)) AS "notIn",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights < 12) AS "lt",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights <= 12) AS "lte",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights > 12) AS "gt",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights >= 12) AS "gte",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights IS NULL) AS "isNull",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights IS NOT NULL) AS "isNotNull",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights BETWEEN 5 AND 12 AND flights <> 12) AS "range"
