SELECT
  (SELECT {totalCount: count(*)} FROM route_days WHERE p95_delay > 30) AS "above",
  (SELECT {totalCount: count(*)} FROM route_days WHERE p95_delay <= 30) AS "notAbove",
  (SELECT {totalCount: count(*)} FROM route_days WHERE p95_delay < 30 OR p95_delay > 30) AS "neq",
  (SELECT {totalCount: count(*)} FROM route_days WHERE p95_delay IS NOT NULL AND p95_delay <> 30 AND p95_delay <> 60) AS "notIn",
  (SELECT {totalCount: count(*)} FROM route_days WHERE p95_delay <= 30 OR p95_delay IS NULL) AS "notAboveOrMissing"
