SELECT
  {nodes: [], pageInfo: {hasNextPage: true, hasPreviousPage: false, startCursor: NULL, endCursor: NULL}} AS "flights"
