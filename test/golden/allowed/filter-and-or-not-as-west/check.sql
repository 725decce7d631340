SELECT
  {totalCount: (SELECT count(*) FROM flights WHERE (delay > 600 OR (delay < -60 AND distance >= 2000)) AND NOT (origin = 'LAX' OR (destination = 'LAX' AND distance < 500)) AND distance > 300), nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: id::VARCHAR, delay: delay, distance: distance, originIata: origin, destinationIata: destination} AS node, row_number() OVER (ORDER BY delay DESC, id) AS n FROM flights WHERE (delay > 600 OR (delay < -60 AND distance >= 2000)) AND origin <> 'LAX' AND (destination <> 'LAX' OR distance >= 500) AND distance > 300 QUALIFY n <= 6)
  )} AS "flights"
