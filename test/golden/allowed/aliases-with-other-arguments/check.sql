SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {id: id::VARCHAR, delay: delay} AS node, row_number() OVER (ORDER BY delay, id) AS n FROM flights QUALIFY n <= 1)
  )} AS "early",
  {"rows": (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {number: id::VARCHAR, minutes: delay, twice: delay, "from": {code: origin, short: origin}} AS node, row_number() OVER (ORDER BY delay DESC, id) AS n FROM flights QUALIFY n <= 2)
  )} AS "late",
  {longest: {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {distance: distance} AS node, row_number() OVER (ORDER BY distance DESC, id) AS n FROM flights WHERE origin = 'LAX' QUALIFY n <= 1)
  )}, shortest: {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {distance: distance} AS node, row_number() OVER (ORDER BY distance, id) AS n FROM flights WHERE origin = 'LAX' QUALIFY n <= 1)
  )}} AS "airport"
