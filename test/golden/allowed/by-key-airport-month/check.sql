SELECT
  (SELECT {departures: departures::VARCHAR, destinations: destinations::VARCHAR, airport: {city: 'Anchorage'}} FROM airport_months WHERE iata = 'ANC' AND month = '2001-07-01') AS "airportMonth",
  NULL AS "none"
