"""SQLAlchemy 2: the dialect's first statements, reflection, and queries of the core."""

import json
import os

from sqlalchemy import URL, MetaData, Table, create_engine, func, inspect, select, text

url = URL.create(
    "postgresql+psycopg",
    username=os.environ["PGUSER"],
    password=os.environ["PGPASSWORD"],
    host=os.environ["PGHOST"],
    port=int(os.environ["PGPORT"]),
    database=os.environ["PGDATABASE"],
)
engine = create_engine(url, pool_pre_ping=True)
out = {}
with engine.connect() as connection:
    inspector = inspect(connection)
    out["schemas"] = [s for s in inspector.get_schema_names() if s in ("gold", "tpch")]
    out["tables"] = sorted(inspector.get_table_names(schema="gold"))
    out["views"] = inspector.get_view_names(schema="gold")
    out["columns"] = [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns("flights", schema="gold")]
    out["decimal"] = [str(c["type"]) for c in inspector.get_columns("orders", schema="tpch") if c["name"] == "o_totalprice"]
    out["primary_key"] = inspector.get_pk_constraint("route_days", schema="gold")["constrained_columns"]
    out["foreign_keys"] = sorted(
        (f["constrained_columns"][0], f["referred_schema"], f["referred_table"], f["referred_columns"][0])
        for f in inspector.get_foreign_keys("flights", schema="gold")
    )
    out["comment"] = bool(inspector.get_table_comment("flights", schema="gold")["text"])
    inspector.get_indexes("flights", schema="gold")
    inspector.get_unique_constraints("flights", schema="gold")
    inspector.get_check_constraints("flights", schema="gold")
    inspector.get_multi_columns(schema="gold")
    out["has_table"] = [inspector.has_table(name, schema="gold") for name in ("flights", "nowhere")]
    out["default_schema"] = inspector.default_schema_name

    metadata = MetaData()
    flights = Table("flights", metadata, schema="gold", autoload_with=connection)
    airports = metadata.tables["gold.airports"]
    statement = (
        select(airports.c.state, func.count().label("n"))
        .join_from(flights, airports, flights.c.origin_iata == airports.c.iata)
        .where(flights.c.delay > 15, airports.c.state.in_(["CA", "NV"]))
        .group_by(airports.c.state)
        .order_by(airports.c.state)
    )
    out["states"] = [row.state for row in connection.execute(statement)]
    out["page"] = len(connection.execute(select(flights).order_by(flights.c.flight_id).limit(10).offset(20)).all())
    stream = connection.execution_options(stream_results=True, yield_per=500).execute(select(flights.c.flight_id))
    out["streamed"] = sum(len(part) for part in stream.partitions())
    out["text"] = connection.execute(text("SELECT current_user = :who"), {"who": os.environ["PGUSER"]}).scalar()
print(json.dumps(out))
