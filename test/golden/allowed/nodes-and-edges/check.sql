SELECT
  {edges: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {cursor: 'cursor', node: {id: id::VARCHAR, destinationIata: destination}} AS node, row_number() OVER (ORDER BY date, id) AS n FROM flights WHERE delay > 800 QUALIFY n <= 2)
  ), nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {delay: delay, origin: {iata: origin}} AS node, row_number() OVER (ORDER BY date, id) AS n FROM flights WHERE delay > 800 QUALIFY n <= 2)
  ), more: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {node: {distance: distance}} AS node, row_number() OVER (ORDER BY date, id) AS n FROM flights WHERE delay > 800 QUALIFY n <= 2)
  )} AS "flights"
