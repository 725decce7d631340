-- Silver flights: names that say what the codes are, and the narrowest type that holds each number. A value
-- out of range fails the build here.
SELECT
  date,
  CAST(delay AS INTEGER) AS delay,
  CAST(distance AS INTEGER) AS distance,
  origin AS origin_iata,
  destination AS destination_iata
FROM bronze.flights
