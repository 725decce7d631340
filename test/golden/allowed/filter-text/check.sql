SELECT
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: iata, name: name} AS node, row_number() OVER (ORDER BY iata) AS n FROM airports WHERE regexp_full_match(name, 'San.*Intern.tional.*') QUALIFY n <= 100)
  )} AS "like",
  (SELECT {totalCount: count(*)} FROM airports WHERE name = '100%') AS "likeLiteral",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: iata, city: city} AS node, row_number() OVER (ORDER BY iata) AS n FROM airports WHERE regexp_full_match(lower(city), 'san f.*') QUALIFY n <= 100)
  )} AS "ilike",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: iata, name: name} AS node, row_number() OVER (ORDER BY iata) AS n FROM airports WHERE left(name, 5) = 'San F' QUALIFY n <= 100)
  )} AS "startsWith",
  (SELECT {totalCount: count(*)} FROM airports WHERE right(name, 10) = ' Municipal') AS "endsWith",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: iata, name: name} AS node, row_number() OVER (ORDER BY iata) AS n FROM airports WHERE strpos(name, 'O''') > 0 QUALIFY n <= 100)
  )} AS "contains",
  (SELECT {totalCount: count(*)} FROM airports WHERE strpos(name, '%') > 0) AS "percentIsPlain",
  (SELECT {totalCount: count(*)} FROM airports WHERE left(name, 1) = '_') AS "underscoreIsPlain",
  {nodes: (
    SELECT coalesce(list(node ORDER BY n), [])
    FROM (SELECT {iata: iata, name: name} AS node, row_number() OVER (ORDER BY iata) AS n FROM airports WHERE iata = 'DBN' QUALIFY n <= 100)
  )} AS "quotes"
