-- flight_id numbers the flights 1, 2, … n: there, unique and without a gap.
SELECT count(*) AS rows, count(DISTINCT flight_id) AS keys, min(flight_id) AS first_key, max(flight_id) AS last_key
FROM gold.flights
HAVING rows > 0 AND (keys <> rows OR first_key <> 1 OR last_key <> rows)
