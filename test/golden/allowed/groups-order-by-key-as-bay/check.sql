SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: f.origin, destination: {state: d.state}}, count: count(*)} AS item, row_number() OVER (ORDER BY d.state DESC, f.origin) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE f.delay > 400 GROUP BY f.origin, d.state ORDER BY n LIMIT 7)
  ) AS "flightGroups",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: iso(date_trunc('day', date))}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('day', date) DESC) AS n FROM flights WHERE delay > 300 AND origin = 'SFO' GROUP BY date_trunc('day', date) ORDER BY n LIMIT 3)
  ) AS "days"
