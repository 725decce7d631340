SELECT
  'Query' AS "__typename",
  {__typename: 'FlightConnection', nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {__typename: 'Flight', origin: {__typename: 'Airport', iata: f.origin, departures: {__typename: 'FlightConnection', nodes: [{__typename: 'Flight', id: (SELECT min(g.id) FROM flights AS g WHERE g.origin = f.origin)::VARCHAR}]}}} AS node, row_number() OVER (ORDER BY id) AS n FROM flights AS f WHERE delay > 900 QUALIFY n <= 1)
  ), edges: [{__typename: 'FlightEdge', node: {kind: 'Flight'}}], pageInfo: {__typename: 'PageInfo'}} AS "flights",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {__typename: 'FlightGroup', key: {__typename: 'FlightGroupKey', origin: {__typename: 'AirportGroupKey', state: o.state}}, count: count(*), avg: {__typename: 'FlightAvg'}, sum: {__typename: 'FlightSum'}, min: {__typename: 'FlightMin'}, max: {__typename: 'FlightMax'}, stddev: {__typename: 'FlightStddev'}, percentile: {__typename: 'FlightPercentile'}, countDistinct: {__typename: 'FlightCountDistinct'}, measures: {__typename: 'FlightMeasures'}} AS item, row_number() OVER (ORDER BY count(*) DESC, o.state) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin WHERE f.delay > 900 GROUP BY o.state ORDER BY n LIMIT 1)
  ) AS "flightGroups"
