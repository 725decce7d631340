SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights GROUP BY origin HAVING count(*) > 20000 ORDER BY n LIMIT 5)
  ) AS "count",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights GROUP BY origin HAVING count(DISTINCT destination) >= 45 ORDER BY n LIMIT 5)
  ) AS "countDistinct",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights GROUP BY origin HAVING sum(delay) > 500000 ORDER BY n LIMIT 5)
  ) AS "sum",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights GROUP BY origin HAVING avg(delay) > 10 ORDER BY n LIMIT 5)
  ) AS "avg",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights GROUP BY origin HAVING min(delay) < -60 ORDER BY n LIMIT 5)
  ) AS "min",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights GROUP BY origin HAVING max(delay) < 300 AND max(date) >= '2001-06-30 12:00:00' ORDER BY n LIMIT 5)
  ) AS "max",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights GROUP BY origin HAVING stddev_samp(distance) > 650 ORDER BY n LIMIT 5)
  ) AS "stddev",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*)} AS item, row_number() OVER (ORDER BY origin) AS n FROM flights GROUP BY origin HAVING avg((delay <= 15)::INT) >= 0.83 AND count(*) FILTER (delay > 15) > 500 ORDER BY n LIMIT 5)
  ) AS "measures"
