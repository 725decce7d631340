SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: a.iata, city: a.city} AS node, row_number() OVER (ORDER BY a.iata) AS n FROM airports AS a WHERE a.state = 'NV' AND a.iata IN (SELECT f.origin FROM flights AS f JOIN airports AS d ON d.iata = f.destination WHERE f.delay > 120 AND d.state <> 'CA' AND f.destination NOT IN (SELECT g.destination FROM flights AS g WHERE g.delay > 500)) QUALIFY n <= 100)
  )} AS "airports"
