SELECT
  (SELECT {totalCount: count(*)} FROM flights) AS "flights",
  (SELECT {totalCount: count(*)} FROM airports) AS "airports"
