SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, measures: {onTimeRate: count(*) FILTER (delay <= 15) / count(*), delayedFlights: (count(*) FILTER (delay > 15))::VARCHAR, averageDelayOfDelayed: sum(delay) FILTER (delay > 15) / nullif(count(*) FILTER (delay > 15), 0), rate: count(*) FILTER (delay <= 15) / count(*)}} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights WHERE origin IN ('OAK', 'ACY', 'SEA') GROUP BY origin ORDER BY n LIMIT 10000)
  ) AS "flightGroups",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {destinationIata: destination}, measures: {delayedRate: sum(delayed_flights) / sum(flights)}} AS item, row_number() OVER (ORDER BY destination) AS n FROM route_days WHERE origin = 'OAK' AND destination IN ('LAX', 'SEA') GROUP BY destination ORDER BY n LIMIT 10000)
  ) AS "routeDayGroups",
  [{measures: {onTimeRate: NULL, delayedFlights: '0', averageDelayOfDelayed: NULL}}] AS "nothing"
