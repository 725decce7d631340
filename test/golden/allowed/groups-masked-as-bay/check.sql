SELECT
  (SELECT [{"count": count(*), "min": {latitude: min(latitude)}, "max": {longitude: max(longitude)}, "avg": {latitude: avg(latitude), longitude: avg(longitude)}, "sum": {latitude: sum(latitude)}, stddev: {latitude: stddev_samp(latitude)}, percentile: {latitude: quantile_cont(latitude, 0.5)}, countDistinct: {latitude: count(DISTINCT latitude), longitude: count(DISTINCT longitude)}}] FROM airports WHERE state = 'HI') AS "airportGroups",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {latitude: latitude}, count: count(*), min: {longitude: min(longitude)}} AS item, row_number() OVER (ORDER BY latitude) AS n FROM airports WHERE state = 'HI' GROUP BY latitude HAVING max(latitude) > 21 ORDER BY n LIMIT 10000)
  ) AS "rounded"
