-- Bronze flights: the source rows with the source's names and types, exact duplicates included (the source has
-- no flight number, so two equal rows are two flights).
SELECT
  date,
  delay,
  distance,
  origin,
  destination
FROM read_parquet(getvariable('flights_file'))
