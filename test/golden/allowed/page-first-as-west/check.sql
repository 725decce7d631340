SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: id::VARCHAR, distance: distance} AS node, row_number() OVER (ORDER BY distance DESC, id) AS n FROM flights WHERE origin IN ('SBP', 'OAK') AND delay > 60 QUALIFY n <= 3)
  ), pageInfo: {hasNextPage: true, hasPreviousPage: false, startCursor: 'cursor', endCursor: 'cursor'}} AS "flights"
