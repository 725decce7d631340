SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: iata, latitude: latitude, longitude: longitude} AS node, row_number() OVER (ORDER BY iata) AS n FROM airports WHERE iata IN ('SFO', 'HNL', 'GUM', 'ANC', 'ROR') QUALIFY n <= 100)
  )} AS "airports",
  (SELECT {origin: {latitude: o.latitude}, destination: {longitude: d.longitude}} FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE f.id = 2429000) AS "flight"
