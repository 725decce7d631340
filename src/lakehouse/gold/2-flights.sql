-- Gold flights: a row per flight with a stable key. Rows that tie in this order are equal in every column, so the
-- same source always gives the same keys. The file is in key order and so clustered by origin: both a look-up by
-- key and the row filter's comparison of origin_iata skip the row groups that cannot match.
SELECT
  row_number() OVER (ORDER BY origin_iata, date, destination_iata, delay, distance) AS flight_id,
  date,
  delay,
  distance,
  origin_iata,
  destination_iata
FROM silver.flights
ORDER BY flight_id
