SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {originIata: origin}, count: count(*), avg: {delay: avg(delay)}, max: {delay: max(delay)}, countDistinct: {destinationIata: count(DISTINCT destination)}} AS item, row_number() OVER (ORDER BY avg(delay) DESC, origin) AS n FROM flights GROUP BY origin HAVING (count(*) < 1000 OR (avg(delay) > 9 AND max(delay) > 900)) AND NOT (origin LIKE 'A%' OR count(*) = 1) AND count(DISTINCT destination) > 1 ORDER BY n LIMIT 10)
  ) AS "flightGroups"
