SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {delay: (floor(delay / 60) * 60)::INT}, count: count(*), min: {delay: min(delay)}, max: {delay: max(delay)}} AS item, row_number() OVER (ORDER BY floor(delay / 60)) AS n FROM flights WHERE delay < 100 GROUP BY floor(delay / 60) HAVING count(*) >= 3 ORDER BY n LIMIT 10000)
  ) AS "delays",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {distance: (floor(distance / 250) * 250)::INT}, count: count(*), min: {distance: min(distance)}, max: {distance: max(distance)}} AS item, row_number() OVER (ORDER BY floor(distance / 250) DESC) AS n FROM flights GROUP BY floor(distance / 250) ORDER BY n LIMIT 5)
  ) AS "distances",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {flights: (floor(flights / 10) * 10)::INT::VARCHAR}, count: count(*)} AS item, row_number() OVER (ORDER BY floor(flights / 10) DESC) AS n FROM route_days GROUP BY floor(flights / 10) ORDER BY n LIMIT 5)
  ) AS "bigInts"
