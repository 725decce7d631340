SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {month: iso(date_trunc('month', date)), day: iso(date_trunc('day', date)), exact: iso(date), wide: (floor(delay / 100) * 100)::INT, narrow: (floor(delay / 10) * 10)::INT, same: (floor(delay / 10) * 10)::INT}, count: count(*)} AS item, row_number() OVER (ORDER BY date) AS n FROM flights WHERE origin = 'ACY' GROUP BY date, delay ORDER BY n LIMIT 10000)
  ) AS "flightGroups",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {month: iso(date_trunc('month', date)), week: iso(date_trunc('week', date)), again: iso(date_trunc('month', date))}, count: count(*)} AS item, row_number() OVER (ORDER BY count(*) DESC, date_trunc('month', date), date_trunc('week', date)) AS n FROM flights WHERE origin = 'GST' GROUP BY date_trunc('month', date), date_trunc('week', date) ORDER BY n LIMIT 3)
  ) AS "gst"
