SELECT
  {nodes: [], edges: [], pageInfo: {hasNextPage: false, hasPreviousPage: false, startCursor: NULL, endCursor: NULL}, totalCount: 0} AS "flights"
