-- Summed over all routes and days, route_days gives the flights, the delayed flights and (to rounding) the total
-- delay of the source; no group is empty or has more delayed flights than flights.
WITH
  summed AS (
    SELECT
      coalesce(sum(flights), 0) AS flights,
      coalesce(sum(delayed_flights), 0) AS delayed_flights,
      coalesce(sum(average_delay * flights), 0) AS delay_minutes,
      count(*) FILTER (
        WHERE (flights > 0 AND delayed_flights BETWEEN 0 AND flights AND average_delay IS NOT NULL AND p95_delay IS NOT NULL)
          IS NOT TRUE
      ) AS bad_rows
    FROM gold.route_days
  ),
  counted AS (
    SELECT
      count(*) AS flights,
      count(*) FILTER (WHERE delay > 15) AS delayed_flights,
      coalesce(sum(delay), 0) AS delay_minutes
    FROM bronze.flights
  )
SELECT summed.*, counted.flights AS source_flights, counted.delayed_flights AS source_delayed_flights,
  counted.delay_minutes AS source_delay_minutes
FROM summed, counted
WHERE summed.flights <> counted.flights
  OR summed.delayed_flights <> counted.delayed_flights
  OR abs(summed.delay_minutes - counted.delay_minutes) > 0.5
  OR summed.bad_rows > 0
