-- Every airport of the source is in gold with the same values, and no other.
WITH
  source AS (
    SELECT iata, name, city, state, country, CAST(latitude AS DOUBLE) AS latitude, CAST(longitude AS DOUBLE) AS longitude
    FROM bronze.airports
  )
(SELECT 'missing in gold' AS fault, * FROM (FROM source EXCEPT ALL FROM gold.airports))
UNION ALL
(SELECT 'not in source' AS fault, * FROM (FROM gold.airports EXCEPT ALL FROM source))
