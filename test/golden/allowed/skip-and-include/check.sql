SELECT
  (SELECT {id: id::VARCHAR, date: iso(date), destinationIata: destination, origin: {iata: origin}} FROM flights WHERE id = 1) AS "flight",
  (SELECT {totalCount: count(*)} FROM flights WHERE origin = 'ACY') AS "count"
