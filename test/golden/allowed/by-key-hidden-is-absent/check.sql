SELECT
  (SELECT {id: id::VARCHAR, origin: {iata: origin}} FROM flights WHERE id = 1) AS "hidden",
  NULL AS "absent",
  {iata: 'JFK', departures: {totalCount: (SELECT count(*) FROM flights WHERE origin = 'JFK'), nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: id::VARCHAR} AS node, row_number() OVER (ORDER BY id) AS n FROM flights WHERE origin = 'JFK' QUALIFY n <= 2)
  )}, departureGroups: (SELECT coalesce(list({"count": c}), []) FROM (SELECT count(*) AS c FROM flights WHERE origin = 'JFK') WHERE c > 0)} AS "airport"
