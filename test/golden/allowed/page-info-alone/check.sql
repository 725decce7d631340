SELECT
  {pageInfo: {hasNextPage: true, endCursor: 'cursor'}} AS "flights"
