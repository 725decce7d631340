-- The flights of bronze, silver and gold are the same bag of rows: equal counts, equal sums, and an equal sum of
-- row hashes, which no order changes and no lost, doubled or altered row survives.
WITH
  layers AS (
    SELECT
      'bronze' AS layer,
      count(*) AS rows,
      sum(delay) AS delay_sum,
      sum(distance) AS distance_sum,
      sum(hash(date, delay, distance, origin, destination)) AS hash_sum
    FROM bronze.flights
    UNION ALL
    SELECT
      'silver',
      count(*),
      sum(delay),
      sum(distance),
      sum(hash(date, CAST(delay AS BIGINT), CAST(distance AS BIGINT), origin_iata, destination_iata))
    FROM silver.flights
    UNION ALL
    SELECT
      'gold',
      count(*),
      sum(delay),
      sum(distance),
      sum(hash(date, CAST(delay AS BIGINT), CAST(distance AS BIGINT), origin_iata, destination_iata))
    FROM gold.flights
  )
SELECT *
FROM layers
WHERE (SELECT count(DISTINCT (rows, delay_sum, distance_sum, hash_sum)) FROM layers) > 1
