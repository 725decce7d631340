-- Gold airports: a row per airport, in the order of the key, so that looking one up reads little.
SELECT
  iata,
  name,
  city,
  state,
  country,
  latitude,
  longitude
FROM silver.airports
ORDER BY iata
