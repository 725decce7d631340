-- Gold route_days: a row per route (origin and destination) and calendar day of departure on which it was flown.
-- A flight counts as delayed when it was more than 15 minutes late; delays are in minutes, early is negative.
SELECT
  origin_iata,
  destination_iata,
  CAST(date AS DATE) AS date,
  count(*) AS flights,
  count(*) FILTER (WHERE delay > 15) AS delayed_flights,
  avg(delay) AS average_delay,
  quantile_cont(delay, 0.95) AS p95_delay
FROM gold.flights
GROUP BY ALL
ORDER BY origin_iata, destination_iata, date
