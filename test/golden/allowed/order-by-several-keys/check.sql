SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {originIata: origin, distance: distance, delay: delay, id: id::VARCHAR} AS node, row_number() OVER (ORDER BY origin DESC, distance, delay DESC, id) AS n FROM flights WHERE delay >= 900 QUALIFY n <= 8)
  )} AS "flights"
