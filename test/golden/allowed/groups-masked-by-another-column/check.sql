SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*), countDistinct: {p95Delay: count(DISTINCT p95_delay)}, min: {p95Delay: min(p95_delay)}, avg: {p95Delay: avg(p95_delay)}, stddev: {p95Delay: stddev_samp(p95_delay)}, percentile: {p95Delay: quantile_cont(p95_delay, 0.5)}} AS item, row_number() OVER (ORDER BY origin) AS n FROM route_days WHERE origin IN ('MFR', 'SFO') AND date < '2001-02-01' GROUP BY origin ORDER BY n LIMIT 10000)
  ) AS "routeDayGroups",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {p95Delay: floor(p95_delay / 20) * 20}, count: count(*)} AS item, row_number() OVER (ORDER BY floor(p95_delay / 20) DESC NULLS FIRST) AS n FROM route_days WHERE origin = 'MFR' AND date < '2001-01-08' GROUP BY floor(p95_delay / 20) ORDER BY n LIMIT 5)
  ) AS "keys"
