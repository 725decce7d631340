SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {date: iso(f.date), delay: f.delay, distance: f.distance, origin: {iata: o.iata, name: o.name, city: o.city}, destination: {iata: d.iata}} AS node, row_number() OVER (ORDER BY f.delay DESC, f.date, f.id) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE f.delay > 60 AND o.state IN ('CA', 'OR') AND NOT f.destination = 'LAX' QUALIFY n <= 5)
  ), pageInfo: {hasNextPage: true, endCursor: 'cursor'}, totalCount: (SELECT count(*) FROM flights AS f JOIN airports AS o ON o.iata = f.origin WHERE f.delay > 60 AND o.state IN ('CA', 'OR') AND NOT f.destination = 'LAX')} AS "flights",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {origin: {iata: o.iata}, month: iso(date_trunc('month', f.date))}, count: count(*), avg: {delay: avg(f.delay)}, max: {delay: max(f.delay)}, countDistinct: {destination: count(DISTINCT f.destination)}, measures: {onTimeRate: count(*) FILTER (f.delay <= 15) / count(*)}} AS item, row_number() OVER (ORDER BY avg(f.delay) DESC, o.iata, date_trunc('month', f.date)) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin WHERE o.state = 'CA' GROUP BY o.iata, date_trunc('month', f.date) HAVING count(*) >= 100 ORDER BY n LIMIT 10)
  ) AS "flightGroups",
  {name: (SELECT name FROM airports WHERE iata = 'SFO'), departures: {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {delay: f.delay, destination: {city: d.city}} AS node, row_number() OVER (ORDER BY f.delay DESC, f.id) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE f.origin = 'SFO' QUALIFY n <= 5)
  ), totalCount: (SELECT count(*) FROM flights WHERE origin = 'SFO')}, departureGroups: (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {destination: {iata: f.destination}}, count: count(*)} AS item, row_number() OVER (ORDER BY count(*) DESC, f.destination) AS n FROM flights AS f WHERE f.origin = 'SFO' GROUP BY f.destination ORDER BY n LIMIT 3)
  )} AS "airport"
