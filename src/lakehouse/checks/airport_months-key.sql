-- An airport and month has one row, its key columns are there, and a month is named by its first day.
SELECT iata, month, count(*) AS rows
FROM gold.airport_months
GROUP BY ALL
HAVING iata IS NULL OR month IS NULL OR rows > 1 OR day(month) <> 1
