-- Governance airport_access: the mapping table of the row filter on gold.flights. A member sees the flights that
-- start at the airports listed for them. These demo members are configuration, not data about flights.
SELECT member, iata
FROM (
  VALUES
    ('bay.partner@flights.demo', 'SFO'),
    ('bay.partner@flights.demo', 'OAK'),
    ('bay.partner@flights.demo', 'SJC')
) AS access(member, iata)
ORDER BY member, iata
