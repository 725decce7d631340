SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: f.id::VARCHAR, delay: f.delay, origin: {iata: o.iata, city: o.city}, distance: f.distance} AS node, row_number() OVER (ORDER BY f.delay DESC, f.id) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin QUALIFY n <= 2)
  ), totalCount: (SELECT count(*) FROM flights)} AS "flights",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin, destinationIata: destination}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights WHERE origin = 'ACY' GROUP BY origin, destination ORDER BY n LIMIT 10000)
  ) AS "flightGroups"
