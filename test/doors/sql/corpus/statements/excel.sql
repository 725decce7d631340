-- What Excel, Microsoft Query and other ODBC users make.

-- @ms-query-star ordered
SELECT airports.iata, airports.name, airports.city, airports.state, airports.country, airports.latitude, airports.longitude
FROM lakehouse.gold.airports airports
ORDER BY airports.iata

-- @ms-query-criteria ordered
SELECT flights.flight_id, flights.date, flights.delay
FROM lakehouse.gold.flights flights
WHERE (flights.origin_iata='SEA') AND (flights.delay>=45)
ORDER BY flights.flight_id

-- @ms-query-two-tables ordered
SELECT airports.name, route_days.date, route_days.flights
FROM lakehouse.gold.airports airports, lakehouse.gold.route_days route_days
WHERE airports.iata = route_days.origin_iata AND ((route_days.destination_iata='LAX') AND (route_days.flights>10))
ORDER BY route_days.date, airports.name, route_days.flights

-- @ms-query-outer-join ordered
SELECT airports.iata, Count(flights.flight_id)
FROM gold.airports airports LEFT OUTER JOIN gold.flights flights ON airports.iata = flights.origin_iata
GROUP BY airports.iata
ORDER BY airports.iata

-- @groups-and-counts ordered
SELECT flights.origin_iata, Count(flights.flight_id) AS "Count of flight_id", Max(flights.delay) AS "Max of delay"
FROM gold.flights flights
GROUP BY flights.origin_iata
ORDER BY flights.origin_iata

-- @timestamp-criteria
SELECT Count(*) FROM gold.flights flights WHERE (flights.date>='2001-05-01 00:00:00' And flights.date<'2001-06-01 00:00:00')

-- @like-criteria ordered
SELECT airports.iata FROM gold.airports airports WHERE (airports.name Like '%Air Force%') ORDER BY airports.iata

-- @between-and-in
SELECT flights.destination_iata, Sum(flights.distance) FROM gold.flights flights
WHERE (flights.delay Between 10 And 20) AND (flights.origin_iata In ('PHX','LAS')) GROUP BY flights.destination_iata

-- @distinct-list ordered
SELECT DISTINCT airports.country FROM gold.airports airports ORDER BY airports.country

-- @pivot-source ordered
SELECT origin_iata, to_char(date, 'YYYY-MM-DD') AS day, delay FROM gold.flights WHERE date < '2001-01-03' ORDER BY flight_id

-- @no-rows-for-columns
SELECT * FROM gold.flights WHERE 1=0

-- @no-rows-of-a-join
SELECT * FROM (SELECT f.*, a.state FROM gold.flights f JOIN gold.airports a ON a.iata = f.origin_iata) AS q WHERE 0=1

-- @text-to-number ordered
SELECT CAST(orders.o_orderkey AS varchar) AS k, CAST(SUBSTRING(orders.o_orderpriority, 1, 1) AS integer) AS p, orders.o_totalprice
FROM tpch.orders orders WHERE orders.o_orderdate = '1995-03-15' ORDER BY orders.o_orderkey

-- @select-top ordered
SELECT * FROM gold.airports ORDER BY latitude DESC, iata FETCH FIRST 5 ROWS ONLY

-- @cursor-select ordered
SELECT iata, month, departures FROM gold.airport_months ORDER BY iata, month
