SELECT
  (SELECT {totalCount: count(*)} FROM route_days WHERE p95_delay IS NULL) AS "missing",
  (SELECT {totalCount: count(*)} FROM route_days WHERE p95_delay IS NOT NULL) AS "present",
  (SELECT {totalCount: count(*)} FROM route_days WHERE flights < 5 AND p95_delay IS NOT NULL) AS "smallDays"
