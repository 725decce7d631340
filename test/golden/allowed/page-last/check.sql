SELECT
  {nodes: (SELECT list(node ORDER BY n DESC) FROM (SELECT {id: id::VARCHAR, distance: distance} AS node, row_number() OVER (ORDER BY distance, id DESC) AS n FROM flights WHERE origin IN ('SBP', 'OAK') AND delay > 60 QUALIFY n <= 3)), pageInfo: {hasNextPage: false, hasPreviousPage: true, startCursor: 'cursor', endCursor: 'cursor'}} AS "flights"
