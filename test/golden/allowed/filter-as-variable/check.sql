SELECT
  {totalCount: (SELECT count(*) FROM flights WHERE delay >= 700 AND origin <> 'LAS'), nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {delay: delay, originIata: origin} AS node, row_number() OVER (ORDER BY origin DESC, delay, id) AS n FROM flights WHERE delay >= 700 AND origin <> 'LAS' QUALIFY n <= 3)
  )} AS "flights",
  (SELECT {totalCount: count(*)} FROM flights WHERE origin IN ('LAS', 'SFO') AND delay > 500) AS "some"
