SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY count(*) DESC, origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "count",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY count(DISTINCT destination) DESC, origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "countDistinct",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY sum(distance), origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "sum",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY avg(delay) DESC, origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "avg",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY min(date) DESC, origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "min",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY max(delay) DESC, origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "max",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY stddev_samp(delay) DESC NULLS LAST, origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "stddev",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY stddev_samp(delay) DESC NULLS FIRST, origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "stddevNulls",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY avg((delay <= 15)::INT), origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "measures",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}} AS item, row_number() OVER (ORDER BY count(DISTINCT destination), count(*) DESC, origin) AS n FROM flights GROUP BY origin ORDER BY n LIMIT 3)
  ) AS "two"
