-- Bronze airports: every value of the CSV as the text it is there. Nothing is dropped, trimmed or guessed;
-- 'NA', which the file writes for a city or state it does not know, stays the text 'NA'.
SELECT
  iata,
  name,
  city,
  state,
  country,
  latitude,
  longitude
FROM read_csv(getvariable('airports_file'), header = true, delim = ',', quote = '"', escape = '"', all_varchar = true)
