SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: iso(date_trunc('month', date))}, countDistinct: {id: count(*), date: count(DISTINCT date), delay: count(DISTINCT delay), delayed: 1, distance: count(DISTINCT distance), originIata: count(DISTINCT origin), destinationIata: count(DISTINCT destination), origin: count(DISTINCT origin), destination: count(DISTINCT destination)}} AS item, row_number() OVER (ORDER BY date_trunc('month', date)) AS n FROM flights WHERE delay > 120 GROUP BY date_trunc('month', date) ORDER BY n LIMIT 4)
  ) AS "flightGroups",
  (SELECT [{countDistinct: {city: count(DISTINCT city), state: count(DISTINCT state), country: count(DISTINCT country), name: count(DISTINCT name), iata: count(DISTINCT iata)}}] FROM airports) AS "airportGroups"
