SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {country: country}} AS item, row_number() OVER (ORDER BY country) AS n FROM airports WHERE country <> 'USA' GROUP BY country ORDER BY n LIMIT 10000)
  ) AS "airportGroups",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin, destinationIata: destination}} AS item, row_number() OVER (ORDER BY origin, destination) AS n FROM route_days WHERE flights >= 46 GROUP BY origin, destination ORDER BY n LIMIT 10000)
  ) AS "routeDayGroups"
