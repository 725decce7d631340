-- Operational data beside the lakehouse: who looks after an airport, and what broke there. Made up, the same each time.
\set ON_ERROR_STOP on
\getenv password GATEWAY_PASSWORD

CREATE SCHEMA airside;
COMMENT ON SCHEMA airside IS 'What the airport teams work with. Made up for the demo.';

CREATE TABLE airside.stations (
  iata char(3) PRIMARY KEY,
  opened date NOT NULL,
  gates smallint NOT NULL CHECK (gates > 0),
  open_all_night boolean NOT NULL
);
COMMENT ON TABLE airside.stations IS 'An airport that we keep a team at.';
COMMENT ON COLUMN airside.stations.iata IS 'Code of the airport, as lakehouse.gold.airports has it.';

INSERT INTO airside.stations
SELECT iata, date '1958-03-01' + (n * 211)::int, 8 + n * 7 % 60, n % 3 = 0
FROM unnest(ARRAY['ATL', 'BOS', 'CLT', 'DEN', 'DFW', 'DTW', 'EWR', 'HNL', 'IAH', 'JFK', 'LAS', 'LAX', 'LGA', 'MCO', 'MIA',
  'MSP', 'OAK', 'ORD', 'PDX', 'PHL', 'PHX', 'SAN', 'SEA', 'SFO', 'SJC', 'SLC', 'STL']) WITH ORDINALITY AS s (iata, n);

CREATE TABLE airside.work_orders (
  order_id bigint PRIMARY KEY,
  iata char(3) NOT NULL REFERENCES airside.stations,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz CHECK (closed_at >= opened_at),
  severity text NOT NULL CHECK (severity IN ('low', 'normal', 'high')),
  cost numeric(10, 2) NOT NULL,
  details jsonb NOT NULL
);
COMMENT ON TABLE airside.work_orders IS 'A repair on the ground, from the first half of 2001.';
COMMENT ON COLUMN airside.work_orders.cost IS 'US dollars.';

INSERT INTO airside.work_orders
SELECT n, stations.iata, opened_at,
  CASE WHEN n % 11 <> 0 THEN opened_at + make_interval(mins => 20 + n * 37 % 4000) END,
  (ARRAY['low', 'normal', 'normal', 'high'])[1 + n % 4],
  40 + (n * 7919 % 900000) / 100.0,
  jsonb_build_object('gate', 1 + n % stations.gates, 'part', (ARRAY['bridge', 'belt', 'lights', 'tug'])[1 + n % 4])
FROM generate_series(1, 20000) AS n
JOIN (SELECT *, row_number() OVER (ORDER BY iata) - 1 AS place FROM airside.stations) AS stations
  ON stations.place = n * 31 % 27
CROSS JOIN LATERAL (SELECT timestamptz '2001-01-01 00:00:00+00' + make_interval(mins => n * 13) AS opened_at) AS times;

CREATE INDEX work_orders_iata ON airside.work_orders (iata, opened_at);
ANALYZE;

CREATE ROLE medallion LOGIN PASSWORD :'password';
ALTER ROLE medallion SET default_transaction_read_only = on;
REVOKE CREATE, TEMPORARY ON DATABASE operations FROM PUBLIC;
GRANT CONNECT ON DATABASE operations TO medallion;
GRANT USAGE ON SCHEMA airside TO medallion;
GRANT SELECT ON ALL TABLES IN SCHEMA airside TO medallion;
