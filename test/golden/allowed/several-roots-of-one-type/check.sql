SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {date: iso(date), destinationIata: destination} AS node, row_number() OVER (ORDER BY date DESC, id) AS n FROM flights WHERE origin = 'SFO' QUALIFY n <= 1)
  ), totalCount: (SELECT count(*) FROM flights WHERE origin = 'SFO')} AS "a",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {date: iso(date), destinationIata: destination} AS node, row_number() OVER (ORDER BY date DESC, id) AS n FROM flights WHERE origin = 'SEA' QUALIFY n <= 1)
  ), totalCount: (SELECT count(*) FROM flights WHERE origin = 'SEA')} AS "b",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights WHERE origin IN ('SFO', 'SEA') GROUP BY origin ORDER BY n LIMIT 10000)
  ) AS "c",
  (SELECT {originIata: origin} FROM flights WHERE id = 2400000) AS "d",
  {nodes: [{iata: 'SEA', arrivals: {totalCount: (SELECT count(*) FROM flights WHERE destination = 'SEA')}}, {iata: 'SFO', arrivals: {totalCount: (SELECT count(*) FROM flights WHERE destination = 'SFO')}}]} AS "airports"
