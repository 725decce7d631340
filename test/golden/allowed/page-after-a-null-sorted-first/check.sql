SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {destinationIata: destination, date: date::VARCHAR, p95Delay: p95_delay} AS node, row_number() OVER (ORDER BY p95_delay DESC NULLS FIRST, origin, destination, date) AS n FROM route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-08' QUALIFY n > 12 AND n <= 16)
  ), pageInfo: {hasNextPage: (SELECT count(*) > 16 FROM route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-08'), hasPreviousPage: true}} AS "routeDays"
