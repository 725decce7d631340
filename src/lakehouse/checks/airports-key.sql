-- An airport has one row: iata is there and unique.
SELECT iata, count(*) AS rows
FROM gold.airports
GROUP BY iata
HAVING iata IS NULL OR count(*) > 1
