SELECT
  (SELECT {totalCount: count(*)} FROM airports WHERE state = 'CA') AS "eq",
  (SELECT {totalCount: count(*)} FROM airports WHERE state <> 'CA') AS "neq",
  (SELECT {totalCount: count(*)} FROM airports WHERE state IN ('CA', 'OR')) AS "in",
  (SELECT {totalCount: count(*)} FROM airports WHERE state NOT IN ('CA', 'OR')) AS "notIn",
  (SELECT {totalCount: count(*)} FROM airports WHERE state < 'OR') AS "lt",
  (SELECT {totalCount: count(*)} FROM airports WHERE state <= 'OR') AS "lte",
  (SELECT {totalCount: count(*)} FROM airports WHERE state > 'OR') AS "gt",
  (SELECT {totalCount: count(*)} FROM airports WHERE state >= 'OR') AS "gte",
  (SELECT {totalCount: count(*)} FROM airports WHERE state IS NULL) AS "isNull",
  (SELECT {totalCount: count(*)} FROM airports WHERE state IS NOT NULL) AS "isNotNull",
  (SELECT {totalCount: count(*)} FROM airports WHERE state BETWEEN 'CA' AND 'OR' AND state <> 'OR') AS "range"
