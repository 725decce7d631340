SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {airport: {state: a.state}, month: date_trunc('quarter', m.month)::DATE::VARCHAR}, measures: {delayedRate: sum(m.delayed_departures) / sum(m.departures)}, sum: {departures: sum(m.departures)::VARCHAR, delayedDepartures: sum(m.delayed_departures)::VARCHAR}, countDistinct: {airport: count(DISTINCT m.iata)}} AS item, row_number() OVER (ORDER BY a.state, date_trunc('quarter', m.month)) AS n FROM airport_months AS m JOIN airports AS a ON a.iata = m.iata WHERE m.iata IN ('SFO', 'ANC') GROUP BY a.state, date_trunc('quarter', m.month) ORDER BY n LIMIT 10000)
  ) AS "airportMonthGroups"
