-- Gold airport_months: a row per airport and calendar month in which a flight departed from it. `month` is the
-- month's first day; delayed means more than 15 minutes late, as in route_days.
SELECT
  origin_iata AS iata,
  CAST(date_trunc('month', date) AS DATE) AS month,
  count(*) AS departures,
  count(*) FILTER (WHERE delay > 15) AS delayed_departures,
  avg(delay) AS average_delay,
  count(DISTINCT destination_iata) AS destinations
FROM gold.flights
GROUP BY ALL
ORDER BY iata, month
