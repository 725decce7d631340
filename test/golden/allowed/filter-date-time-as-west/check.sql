SELECT
  (SELECT {totalCount: count(*)} FROM flights WHERE date = TIMESTAMP '2001-03-01 08:00:00') AS "eq",
  (SELECT {totalCount: count(*)} FROM flights WHERE date <> TIMESTAMP '2001-03-01 08:00:00') AS "neq",
  (SELECT {totalCount: count(*)} FROM flights WHERE date IN (TIMESTAMP '2001-03-01 08:00:00', TIMESTAMP '2001-05-15 12:30:00')) AS "in",
  (SELECT {totalCount: count(*)} FROM flights WHERE date NOT IN (TIMESTAMP '2001-03-01 08:00:00', TIMESTAMP '2001-05-15 12:30:00')) AS "notIn",
  (SELECT {totalCount: count(*)} FROM flights WHERE date < TIMESTAMP '2001-05-15 12:30:00') AS "lt",
  (SELECT {totalCount: count(*)} FROM flights WHERE date <= TIMESTAMP '2001-05-15 12:30:00') AS "lte",
  (SELECT {totalCount: count(*)} FROM flights WHERE date > TIMESTAMP '2001-05-15 12:30:00') AS "gt",
  (SELECT {totalCount: count(*)} FROM flights WHERE date >= TIMESTAMP '2001-05-15 12:30:00') AS "gte",
  (SELECT {totalCount: count(*)} FROM flights WHERE date IS NULL) AS "isNull",
  (SELECT {totalCount: count(*)} FROM flights WHERE date IS NOT NULL) AS "isNotNull",
  (SELECT {totalCount: count(*)} FROM flights WHERE date BETWEEN TIMESTAMP '2001-03-01 08:00:00' AND TIMESTAMP '2001-05-15 12:30:00' AND date <> TIMESTAMP '2001-05-15 12:30:00') AS "range",
  (SELECT {totalCount: count(*)} FROM flights WHERE date >= TIMESTAMP '2001-05-15 12:30:00' AND date < TIMESTAMP '2001-05-15 12:31:00') AS "offset"
