SELECT
  {totalCount: 2, pageInfo: {hasNextPage: false}, nodes: (
    WITH arrival AS (
      SELECT destination, count(*) AS total, list({id: id::VARCHAR, date: iso(date), originIata: origin} ORDER BY date DESC, id)[1:2] AS nodes
      FROM flights WHERE distance > 300 GROUP BY destination
    ), departure AS (
      SELECT f.origin, count(*) AS total, list({id: f.id::VARCHAR, delay: f.delay, destination: {iata: f.destination, arrivals: {totalCount: coalesce(arrival.total, 0), pageInfo: {hasNextPage: coalesce(arrival.total, 0) > 2}, nodes: coalesce(arrival.nodes, [])}}} ORDER BY f.delay DESC, f.id)[2:3] AS nodes
      FROM flights AS f LEFT JOIN arrival ON arrival.destination = f.destination WHERE f.delay > 100 GROUP BY f.origin
    )
    SELECT list({iata: a.iata, departures: {totalCount: coalesce(d.total, 0), pageInfo: {hasNextPage: coalesce(d.total, 0) > 3, hasPreviousPage: coalesce(d.total, 0) > 0}, nodes: coalesce(d.nodes, [])}} ORDER BY a.iata DESC)
    FROM airports AS a LEFT JOIN departure AS d ON d.origin = a.iata WHERE a.iata IN ('OAK', 'SBP')
  )} AS "airports"
