SELECT
  (SELECT {totalCount: count(*)} FROM flights WHERE id = 2500000) AS "eq",
  (SELECT {totalCount: count(*)} FROM flights WHERE id <> 2500000) AS "neq",
  (SELECT {totalCount: count(*)} FROM flights WHERE id IN (2500000, 2600000)) AS "in",
  (SELECT {totalCount: count(*)} FROM flights WHERE id NOT IN (2500000, 2600000)) AS "notIn",
  (SELECT {totalCount: count(*)} FROM flights WHERE id < 2600000) AS "lt",
  (SELECT {totalCount: count(*)} FROM flights WHERE id <= 2600000) AS "lte",
  (SELECT {totalCount: count(*)} FROM flights WHERE id > 2600000) AS "gt",
  (SELECT {totalCount: count(*)} FROM flights WHERE id >= 2600000) AS "gte",
  (SELECT {totalCount: count(*)} FROM flights WHERE id IS NULL) AS "isNull",
  (SELECT {totalCount: count(*)} FROM flights WHERE id IS NOT NULL) AS "isNotNull",
  (SELECT {totalCount: count(*)} FROM flights WHERE id BETWEEN 2500000 AND 2600000 AND id <> 2600000) AS "range"
