SELECT
  (SELECT {iata: iata, name: name, city: city, state: state, country: country, latitude: latitude, longitude: longitude} FROM airports WHERE iata = 'PDX') AS "airport",
  NULL AS "missing",
  (SELECT {id: f.id::VARCHAR, date: iso(f.date), delay: f.delay, delayed: f.delay > 15, distance: f.distance, originIata: f.origin, destinationIata: f.destination, origin: {name: o.name}, destination: {name: d.name}} FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE f.id = 2500000) AS "flight",
  (SELECT {id: id::VARCHAR, originIata: origin} FROM flights WHERE id = 17) AS "byNumber",
  NULL AS "noFlight",
  (SELECT {flights: flights::VARCHAR, delayedFlights: delayed_flights::VARCHAR, averageDelay: average_delay, p95Delay: p95_delay} FROM route_days WHERE origin = 'SFO' AND destination = 'SEA' AND date = '2001-01-01') AS "routeDay",
  NULL AS "noDay"
