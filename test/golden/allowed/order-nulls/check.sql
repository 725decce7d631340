SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {originIata: origin, destinationIata: destination, date: date::VARCHAR, flights: flights::VARCHAR, p95Delay: p95_delay} AS node, row_number() OVER (ORDER BY p95_delay ASC NULLS LAST, origin, destination, date) AS n FROM route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-04' QUALIFY n <= 9)
  )} AS "asc",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {originIata: origin, destinationIata: destination, date: date::VARCHAR, flights: flights::VARCHAR, p95Delay: p95_delay} AS node, row_number() OVER (ORDER BY p95_delay DESC NULLS LAST, origin, destination, date) AS n FROM route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-04' QUALIFY n <= 9)
  )} AS "desc",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {originIata: origin, destinationIata: destination, date: date::VARCHAR, flights: flights::VARCHAR, p95Delay: p95_delay} AS node, row_number() OVER (ORDER BY p95_delay ASC NULLS FIRST, origin, destination, date) AS n FROM route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-04' QUALIFY n <= 9)
  )} AS "asc_nulls_first",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {originIata: origin, destinationIata: destination, date: date::VARCHAR, flights: flights::VARCHAR, p95Delay: p95_delay} AS node, row_number() OVER (ORDER BY p95_delay ASC NULLS LAST, origin, destination, date) AS n FROM route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-04' QUALIFY n <= 9)
  )} AS "asc_nulls_last",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {originIata: origin, destinationIata: destination, date: date::VARCHAR, flights: flights::VARCHAR, p95Delay: p95_delay} AS node, row_number() OVER (ORDER BY p95_delay DESC NULLS FIRST, origin, destination, date) AS n FROM route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-04' QUALIFY n <= 9)
  )} AS "desc_nulls_first",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {originIata: origin, destinationIata: destination, date: date::VARCHAR, flights: flights::VARCHAR, p95Delay: p95_delay} AS node, row_number() OVER (ORDER BY p95_delay DESC NULLS LAST, origin, destination, date) AS n FROM route_days WHERE origin IN ('MFR', 'SBP') AND date < '2001-01-04' QUALIFY n <= 9)
  )} AS "desc_nulls_last"
