SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: date_trunc('year', date)::DATE::VARCHAR}, sum: {flights: sum(flights)::VARCHAR}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('year', date)) AS n FROM route_days WHERE origin = 'SBP' GROUP BY date_trunc('year', date) ORDER BY n LIMIT 4)
  ) AS "year",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: date_trunc('quarter', date)::DATE::VARCHAR}, sum: {flights: sum(flights)::VARCHAR}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('quarter', date)) AS n FROM route_days WHERE origin = 'SBP' GROUP BY date_trunc('quarter', date) ORDER BY n LIMIT 4)
  ) AS "quarter",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: date_trunc('month', date)::DATE::VARCHAR}, sum: {flights: sum(flights)::VARCHAR}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('month', date)) AS n FROM route_days WHERE origin = 'SBP' GROUP BY date_trunc('month', date) ORDER BY n LIMIT 4)
  ) AS "month",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: date_trunc('week', date)::DATE::VARCHAR}, sum: {flights: sum(flights)::VARCHAR}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('week', date)) AS n FROM route_days WHERE origin = 'SBP' GROUP BY date_trunc('week', date) ORDER BY n LIMIT 4)
  ) AS "week",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: date_trunc('day', date)::DATE::VARCHAR}, sum: {flights: sum(flights)::VARCHAR}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('day', date)) AS n FROM route_days WHERE origin = 'SBP' GROUP BY date_trunc('day', date) ORDER BY n LIMIT 4)
  ) AS "day"
