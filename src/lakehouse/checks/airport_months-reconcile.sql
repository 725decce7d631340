-- Summed over all airports and months, airport_months gives the flights, the delayed flights and (to rounding) the
-- total delay of the source; no group is empty or counts more destinations than departures.
WITH
  summed AS (
    SELECT
      coalesce(sum(departures), 0) AS flights,
      coalesce(sum(delayed_departures), 0) AS delayed_flights,
      coalesce(sum(average_delay * departures), 0) AS delay_minutes,
      count(*) FILTER (
        WHERE (departures > 0 AND delayed_departures BETWEEN 0 AND departures AND average_delay IS NOT NULL
          AND destinations BETWEEN 1 AND departures) IS NOT TRUE
      ) AS bad_rows
    FROM gold.airport_months
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
