SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, least: {delay: min(delay)}, percentile: {delay: quantile_cont(delay, 0.5), distance: quantile_cont(distance, 0.5)}, p95: {delay: quantile_cont(delay, 0.95)}, p999: {delay: quantile_cont(delay, 0.999)}, most: {delay: max(delay)}} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights WHERE origin IN ('OAK', 'SFO', 'SEA') GROUP BY origin ORDER BY n LIMIT 10000)
  ) AS "flightGroups"
