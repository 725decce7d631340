SELECT
  {pageInfo: {hasNextPage: true}, totalCount: (SELECT count(*) FROM flights WHERE delay > 900), nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: f.id::VARCHAR, origin: {iata: o.iata, name: o.name}, destination: {iata: d.iata, name: d.name, country: d.country}} AS node, row_number() OVER (ORDER BY f.delay DESC, f.id) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE f.delay > 900 QUALIFY n <= 2)
  )} AS "flights",
  (SELECT {iata: iata, name: name, state: state, city: city} FROM airports WHERE iata = 'SEA') AS "airport",
  (SELECT [{"count": count(*), "max": {delay: max(delay), distance: max(distance)}}] FROM flights WHERE delay > 900) AS "flightGroups"
