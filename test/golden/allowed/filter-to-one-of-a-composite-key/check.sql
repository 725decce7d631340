SELECT
  {totalCount: (SELECT count(*) FROM route_days AS r JOIN airports AS o ON o.iata = r.origin JOIN airports AS d ON d.iata = r.destination WHERE o.state = 'HI' AND d.state = 'HI' AND r.date = '2001-01-01'), nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {originIata: r.origin, destinationIata: r.destination, date: r.date::VARCHAR, flights: r.flights::VARCHAR, delayedFlights: r.delayed_flights::VARCHAR, averageDelay: r.average_delay, p95Delay: r.p95_delay} AS node, row_number() OVER (ORDER BY r.flights DESC, r.origin, r.destination, r.date) AS n FROM route_days AS r JOIN airports AS o ON o.iata = r.origin JOIN airports AS d ON d.iata = r.destination WHERE o.state = 'HI' AND d.state = 'HI' AND r.date = '2001-01-01' QUALIFY n <= 5)
  )} AS "routeDays",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: m.iata, month: m.month::VARCHAR, departures: m.departures::VARCHAR, delayedDepartures: m.delayed_departures::VARCHAR, destinations: m.destinations::VARCHAR, averageDelay: m.average_delay} AS node, row_number() OVER (ORDER BY m.iata, m.month) AS n FROM airport_months AS m JOIN airports AS a ON a.iata = m.iata WHERE a.city = 'Honolulu' AND m.month < '2001-03-01' QUALIFY n <= 100)
  )} AS "airportMonths"
