SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {origin: {state: o.state}, destination: {state: d.state, country: d.country}, delayed: true}, count: count(*), sum: {distance: sum(f.distance)::VARCHAR}} AS item, row_number() OVER (ORDER BY count(*) DESC, o.state, d.state, d.country) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination WHERE f.delay > 240 GROUP BY o.state, d.state, d.country ORDER BY n LIMIT 6)
  ) AS "flightGroups"
