SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: id::VARCHAR, delay: delay, delayed: true} AS node, row_number() OVER (ORDER BY id) AS n FROM flights WHERE delay = 16 AND distance > 2600 QUALIFY n <= 2)
  ), totalCount: (SELECT count(*) FROM flights WHERE delay = 16 AND distance > 2600)} AS "flights",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {delayed: delay > 15}, count: count(*), countDistinct: {delayed: 1}} AS item, row_number() OVER (ORDER BY delay > 15) AS n FROM flights WHERE distance > 2600 GROUP BY delay > 15 ORDER BY n LIMIT 10000)
  ) AS "flightGroups"
