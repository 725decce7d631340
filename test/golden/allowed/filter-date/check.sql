SELECT
  (SELECT {totalCount: count(*)} FROM route_days WHERE date = DATE '2001-02-28') AS "eq",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date <> DATE '2001-02-28') AS "neq",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date IN (DATE '2001-02-28', DATE '2001-06-30')) AS "in",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date NOT IN (DATE '2001-02-28', DATE '2001-06-30')) AS "notIn",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date < DATE '2001-06-30') AS "lt",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date <= DATE '2001-06-30') AS "lte",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date > DATE '2001-06-30') AS "gt",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date >= DATE '2001-06-30') AS "gte",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date IS NULL) AS "isNull",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date IS NOT NULL) AS "isNotNull",
  (SELECT {totalCount: count(*)} FROM route_days WHERE date BETWEEN DATE '2001-02-28' AND DATE '2001-06-30' AND date <> DATE '2001-06-30') AS "range"
