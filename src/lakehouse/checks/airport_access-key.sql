-- The mapping table names each member and airport once, and only airports of ours: a typo must not pass for a grant.
SELECT member, iata, count(*) AS rows
FROM governance.airport_access
GROUP BY ALL
HAVING member IS NULL OR iata IS NULL OR rows > 1 OR iata NOT IN (SELECT iata FROM gold.airports)
