SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: f.id::VARCHAR, origin: {name: o.name}, destination: {state: d.state}} AS node, row_number() OVER (ORDER BY d.state DESC, o.name, f.id DESC) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE f.delay > 500 QUALIFY n <= 6)
  ), pageInfo: {hasNextPage: true, endCursor: 'cursor'}} AS "flights"
