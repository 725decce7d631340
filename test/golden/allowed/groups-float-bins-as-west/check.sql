SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {latitude: floor(latitude / 7.5) * 7.5}, count: count(*), min: {latitude: min(latitude)}, max: {latitude: max(latitude)}} AS item, row_number() OVER (ORDER BY floor(latitude / 7.5)) AS n FROM airports WHERE country = 'USA' GROUP BY floor(latitude / 7.5) ORDER BY n LIMIT 10000)
  ) AS "latitudes",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {longitude: floor(longitude / 0.5) * 0.5}, count: count(*)} AS item, row_number() OVER (ORDER BY floor(longitude / 0.5)) AS n FROM airports GROUP BY floor(longitude / 0.5) ORDER BY n LIMIT 6)
  ) AS "longitudes"
