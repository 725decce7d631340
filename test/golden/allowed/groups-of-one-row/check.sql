SELECT
  (SELECT [{"count": 1, stddev: {delay: NULL}, avg: {delay: delay}, percentile: {delay: delay}}] FROM flights WHERE origin = 'ACY') AS "flightGroups"
