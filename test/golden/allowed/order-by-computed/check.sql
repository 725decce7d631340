SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {delayed: delay > 15, delay: delay, id: id::VARCHAR} AS node, row_number() OVER (ORDER BY (delay > 15) DESC, delay, id) AS n FROM flights WHERE origin = 'ACY' QUALIFY n <= 100)
  )} AS "flights",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {delayed: delay > 15, delay: delay, id: id::VARCHAR} AS node, row_number() OVER (ORDER BY (delay > 15) DESC, delay DESC, id) AS n FROM flights WHERE origin = 'GST' QUALIFY n <= 6)
  )} AS "gst"
