-- The policies of schema/unity/functions and of the TPC-H tables, said once more by hand as Postgres's own row-level
-- security and views. Tables are in the schema "lake", which no caller may use; views of the callers' schemas read them
-- with the caller's rights, so that row-level security sees who asks.

CREATE INDEX ON lake.tpch_lineitem (l_partkey, l_suppkey);
CREATE INDEX ON lake.tpch_lineitem (l_orderkey);

ALTER TABLE lake.gold_flights ENABLE ROW LEVEL SECURITY;
CREATE POLICY flights_by_origin ON lake.gold_flights FOR SELECT USING (
  CASE
    WHEN pg_has_role(current_user, 'ops', 'member') THEN true
    WHEN pg_has_role(current_user, 'west', 'member') THEN EXISTS (
      SELECT FROM lake.gold_airports a
      WHERE a.iata = gold_flights.origin_iata AND a.state IN ('AZ', 'CA', 'NV', 'OR', 'WA'))
    ELSE EXISTS (
      SELECT FROM lake.governance_airport_access m
      WHERE m.member = current_user AND m.iata = gold_flights.origin_iata)
  END
);

ALTER TABLE lake.tpch_customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY customers_by_segment ON lake.tpch_customer FOR SELECT USING (
  pg_has_role(current_user, 'ops', 'member') OR c_mktsegment IN ('BUILDING', 'MACHINERY', 'AUTOMOBILE')
);

CREATE VIEW gold.flights WITH (security_barrier, security_invoker) AS SELECT * FROM lake.gold_flights;

CREATE VIEW gold.airports WITH (security_barrier, security_invoker) AS
SELECT
  iata, name, city, state, country,
  CASE WHEN pg_has_role(current_user, 'ops', 'member') THEN latitude
    ELSE round(latitude::numeric, 0)::double precision END AS latitude,
  CASE WHEN pg_has_role(current_user, 'ops', 'member') THEN longitude
    ELSE round(longitude::numeric, 0)::double precision END AS longitude
FROM lake.gold_airports;

CREATE VIEW gold.route_days WITH (security_barrier, security_invoker) AS
SELECT
  origin_iata, destination_iata, date, flights, delayed_flights, average_delay,
  CASE WHEN pg_has_role(current_user, 'ops', 'member') OR flights >= 5 THEN p95_delay END AS p95_delay
FROM lake.gold_route_days;

CREATE VIEW gold.airport_months WITH (security_barrier, security_invoker) AS SELECT * FROM lake.gold_airport_months;

CREATE VIEW tpch.region WITH (security_barrier, security_invoker) AS SELECT * FROM lake.tpch_region;
CREATE VIEW tpch.nation WITH (security_barrier, security_invoker) AS SELECT * FROM lake.tpch_nation;
CREATE VIEW tpch.part WITH (security_barrier, security_invoker) AS SELECT * FROM lake.tpch_part;
CREATE VIEW tpch.partsupp WITH (security_barrier, security_invoker) AS SELECT * FROM lake.tpch_partsupp;
CREATE VIEW tpch.orders WITH (security_barrier, security_invoker) AS SELECT * FROM lake.tpch_orders;
CREATE VIEW tpch.lineitem WITH (security_barrier, security_invoker) AS SELECT * FROM lake.tpch_lineitem;

CREATE VIEW tpch.supplier WITH (security_barrier, security_invoker) AS
SELECT
  s_suppkey, s_name, s_address, s_nationkey,
  CASE WHEN pg_has_role(current_user, 'ops', 'member') THEN s_phone
    ELSE substr(s_phone, 1, 2) || '-***' END AS s_phone,
  s_acctbal, s_comment
FROM lake.tpch_supplier;

CREATE VIEW tpch.customer WITH (security_barrier, security_invoker) AS
SELECT
  c_custkey, c_name, c_address, c_nationkey, c_phone,
  CASE WHEN pg_has_role(current_user, 'ops', 'member') OR c_acctbal >= 0 THEN c_acctbal END AS c_acctbal,
  c_mktsegment, c_comment
FROM lake.tpch_customer;

-- The callers' rights. On tables of "lake" they say what row-level security and views may read for a caller; without
-- USAGE on that schema nobody can name them.
GRANT SELECT ON ALL TABLES IN SCHEMA lake TO ops, west, "bay.partner@flights.demo";
GRANT USAGE ON SCHEMA gold TO ops, west, "bay.partner@flights.demo";
GRANT USAGE ON SCHEMA tpch TO ops, west;
GRANT SELECT ON gold.flights, gold.airports TO ops, west, "bay.partner@flights.demo";
GRANT SELECT ON gold.route_days TO ops, west;
GRANT SELECT ON gold.airport_months TO ops;
GRANT SELECT ON ALL TABLES IN SCHEMA tpch TO ops, west;
