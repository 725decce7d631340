SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: iso(date_trunc('year', date))}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('year', date)) AS n FROM flights WHERE origin = 'OAK' AND delay > 200 GROUP BY date_trunc('year', date) ORDER BY n LIMIT 9)
  ) AS "year",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: iso(date_trunc('quarter', date))}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('quarter', date)) AS n FROM flights WHERE origin = 'OAK' AND delay > 200 GROUP BY date_trunc('quarter', date) ORDER BY n LIMIT 9)
  ) AS "quarter",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: iso(date_trunc('month', date))}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('month', date)) AS n FROM flights WHERE origin = 'OAK' AND delay > 200 GROUP BY date_trunc('month', date) ORDER BY n LIMIT 9 OFFSET 2)
  ) AS "month",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: iso(date_trunc('week', date))}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('week', date)) AS n FROM flights WHERE origin = 'OAK' AND delay > 200 GROUP BY date_trunc('week', date) ORDER BY n LIMIT 9 OFFSET 2)
  ) AS "week",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: iso(date_trunc('day', date))}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('day', date)) AS n FROM flights WHERE origin = 'OAK' AND delay > 200 GROUP BY date_trunc('day', date) ORDER BY n LIMIT 9 OFFSET 2)
  ) AS "day",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {date: iso(date_trunc('hour', date))}, count: count(*)} AS item, row_number() OVER (ORDER BY date_trunc('hour', date)) AS n FROM flights WHERE origin = 'OAK' AND delay > 200 GROUP BY date_trunc('hour', date) ORDER BY n LIMIT 9 OFFSET 2)
  ) AS "hour"
