-- Foreign keys: each flight's origin and destination is an airport of ours.
SELECT 'origin_iata' AS "column", origin_iata AS iata, count(*) AS flights
FROM gold.flights
WHERE origin_iata NOT IN (SELECT iata FROM gold.airports)
GROUP BY origin_iata
UNION ALL
SELECT 'destination_iata', destination_iata, count(*)
FROM gold.flights
WHERE destination_iata NOT IN (SELECT iata FROM gold.airports)
GROUP BY destination_iata
