#!/bin/bash
# Tickets sold, beside the lakehouse. Made up, the same each time.
set -euo pipefail

# In a string of SQL, with NO_BACKSLASH_ESCAPES below, a quote is all that must be doubled.
password=${GATEWAY_PASSWORD//\'/\'\'}

mariadb --user=root --password="$MARIADB_ROOT_PASSWORD" --database=commerce <<SQL
SET sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES';

CREATE TABLE fares (
  origin_iata CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  destination_iata CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cabin ENUM('economy', 'first') NOT NULL,
  price DECIMAL(8, 2) NOT NULL COMMENT 'US dollars, one way',
  refundable BOOLEAN NOT NULL,
  valid_from DATE NOT NULL,
  PRIMARY KEY (origin_iata, destination_iata, cabin)
) COMMENT 'What a seat costs.';

INSERT INTO fares
WITH cities (iata, place) AS (
  SELECT 'ATL', 1 UNION ALL SELECT 'BOS', 2 UNION ALL SELECT 'DEN', 3 UNION ALL SELECT 'DFW', 4 UNION ALL
  SELECT 'JFK', 5 UNION ALL SELECT 'LAS', 6 UNION ALL SELECT 'LAX', 7 UNION ALL SELECT 'OAK', 8 UNION ALL
  SELECT 'ORD', 9 UNION ALL SELECT 'PHX', 10 UNION ALL SELECT 'SEA', 11 UNION ALL SELECT 'SFO', 12
), cabins (cabin, factor) AS (SELECT 'economy', 1 UNION ALL SELECT 'first', 4)
SELECT a.iata, b.iata, cabin, factor * (49 + (a.place * 83 + b.place * 131) % 300) + 0.99, (a.place + b.place) % 2 = 0,
  DATE '2001-01-01' + INTERVAL (a.place * b.place) % 90 DAY
FROM cities AS a JOIN cities AS b ON a.iata <> b.iata CROSS JOIN cabins;

CREATE TABLE bookings (
  booking_id BIGINT UNSIGNED PRIMARY KEY,
  origin_iata CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  destination_iata CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cabin ENUM('economy', 'first') NOT NULL,
  booked_at DATETIME(6) NOT NULL COMMENT 'UTC',
  seats TINYINT UNSIGNED NOT NULL,
  KEY (origin_iata, booked_at),
  FOREIGN KEY (origin_iata, destination_iata, cabin) REFERENCES fares (origin_iata, destination_iata, cabin)
) COMMENT 'Seats that were sold in the first half of 2001.';

INSERT INTO bookings
SELECT seq, origin_iata, destination_iata, cabin, TIMESTAMP '2001-01-01 00:00:00' + INTERVAL seq * 5 MINUTE, 1 + seq % 4
FROM seq_1_to_50000
JOIN (SELECT *, ROW_NUMBER() OVER (ORDER BY origin_iata, destination_iata, cabin) - 1 AS place FROM fares) AS f
  ON f.place = seq * 37 % 264;

CREATE USER 'medallion'@'%' IDENTIFIED BY '$password' REQUIRE SSL;
GRANT SELECT ON commerce.* TO 'medallion'@'%';
SQL
