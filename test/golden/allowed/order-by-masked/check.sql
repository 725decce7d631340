SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: iata, latitude: latitude, longitude: longitude} AS node, row_number() OVER (ORDER BY latitude DESC, longitude, iata) AS n FROM airports WHERE state = 'HI' QUALIFY n <= 100)
  )} AS "airports"
