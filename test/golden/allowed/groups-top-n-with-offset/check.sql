SELECT
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {origin: {iata: o.iata, city: o.city}}, count: count(*), measures: {averageDelayOfDelayed: avg(f.delay) FILTER (f.delay > 15)}} AS item, row_number() OVER (ORDER BY avg(f.delay) FILTER (f.delay > 15) DESC NULLS LAST, o.iata) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin GROUP BY o.iata, o.city ORDER BY n LIMIT 3)
  ) AS "first",
  (
    SELECT coalesce(list(item ORDER BY n), [])
    FROM (SELECT {key: {origin: {iata: o.iata, city: o.city}}, count: count(*), measures: {averageDelayOfDelayed: avg(f.delay) FILTER (f.delay > 15)}} AS item, row_number() OVER (ORDER BY avg(f.delay) FILTER (f.delay > 15) DESC NULLS LAST, o.iata) AS n FROM flights AS f JOIN airports AS o ON o.iata = f.origin GROUP BY o.iata, o.city ORDER BY n LIMIT 3 OFFSET 3)
  ) AS "next",
  [] AS "none"
