-- Silver airports: coordinates become numbers. A value that is no number fails the build here.
SELECT
  iata,
  name,
  city,
  state,
  country,
  CAST(latitude AS DOUBLE) AS latitude,
  CAST(longitude AS DOUBLE) AS longitude
FROM bronze.airports
