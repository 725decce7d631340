-- A route and day has one row, and its key columns are there.
SELECT origin_iata, destination_iata, date, count(*) AS rows
FROM gold.route_days
GROUP BY ALL
HAVING origin_iata IS NULL OR destination_iata IS NULL OR date IS NULL OR rows > 1
