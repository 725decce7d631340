-- Gold promises no NULL in these columns; schema/unity declares them NOT NULL.
SELECT 'flights' AS "table", count(*) AS rows_with_null
FROM gold.flights
WHERE flight_id IS NULL OR date IS NULL OR delay IS NULL OR distance IS NULL
  OR origin_iata IS NULL OR destination_iata IS NULL
HAVING count(*) > 0
UNION ALL
SELECT 'airports', count(*)
FROM gold.airports
WHERE name IS NULL OR city IS NULL OR state IS NULL OR country IS NULL OR latitude IS NULL OR longitude IS NULL
HAVING count(*) > 0
