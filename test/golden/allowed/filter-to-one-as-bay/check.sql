SELECT
  {totalCount: (SELECT count(*) FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE o.city LIKE 'San%' AND d.state IN ('NY', 'IL') AND d.latitude > 41), nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: f.id::VARCHAR, distance: f.distance, origin: {city: o.city}, destination: {iata: d.iata, state: d.state, latitude: d.latitude}} AS node, row_number() OVER (ORDER BY f.distance DESC, f.id) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE o.city LIKE 'San%' AND d.state IN ('NY', 'IL') AND d.latitude > 41 QUALIFY n <= 4)
  )} AS "flights"
