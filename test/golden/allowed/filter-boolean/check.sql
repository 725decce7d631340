SELECT
  (SELECT {totalCount: count(*)} FROM flights WHERE delay > 15) AS "eq",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay <= 15) AS "eqFalse",
  (SELECT {totalCount: count(*)} FROM flights WHERE delay <= 15) AS "neq",
  {totalCount: 0} AS "isNull",
  (SELECT {totalCount: count(*)} FROM flights) AS "isNotNull"
