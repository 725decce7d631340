SELECT
  {nodes: (SELECT list({iata: iata, months: {nodes: [{month: month, departures: departures}]}} ORDER BY iata) FROM (SELECT iata, arg_min(month, departures)::VARCHAR AS month, min(departures)::VARCHAR AS departures FROM airport_months GROUP BY iata HAVING min(airport_months.departures) > 9000 AND bool_or(airport_months.month = '2001-02-01')))} AS "airports"
