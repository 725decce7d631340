SELECT
  {totalCount: (SELECT count(*) FROM airports AS a WHERE a.state IN ('CA', 'NV', 'TX') AND EXISTS (SELECT 1 FROM flights AS f WHERE f.origin = a.iata AND f.delay > 600)), nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: a.iata} AS node, row_number() OVER (ORDER BY a.iata) AS n FROM airports AS a WHERE a.state IN ('CA', 'NV', 'TX') AND EXISTS (SELECT 1 FROM flights AS f WHERE f.origin = a.iata AND f.delay > 600) QUALIFY n <= 8)
  )} AS "airports",
  (SELECT {totalCount: count(*)} FROM (SELECT origin FROM flights GROUP BY origin HAVING max(delay) > 300)) AS "withFlights"
