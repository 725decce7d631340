SELECT
  (SELECT {totalCount: count(*)} FROM airports) AS "none",
  {totalCount: 0} AS "nothing",
  (SELECT {totalCount: count(*)} FROM airports) AS "everything",
  (SELECT {totalCount: count(*)} FROM airports) AS "noAnd",
  {totalCount: 0} AS "noOr",
  (SELECT {totalCount: count(*)} FROM airports) AS "noOperator",
  (SELECT {totalCount: count(*)} FROM airports) AS "null"
