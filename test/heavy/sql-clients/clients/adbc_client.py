"""adbc-driver-postgresql: Arrow tables read by binary COPY, and its catalog calls."""

import json

import adbc_driver_postgresql.dbapi as adbc

out = {}
with adbc.connect("postgresql://") as connection:
    with connection.cursor() as cursor:
        cursor.execute("SELECT flight_id, date, delay, origin_iata FROM gold.flights")
        table = cursor.fetch_arrow_table()
        out["rows"] = table.num_rows
        out["types"] = [str(field.type) for field in table.schema]
        cursor.execute("SELECT o_orderkey, o_totalprice, o_orderdate FROM tpch.orders WHERE o_orderkey < 10 ORDER BY 1")
        out["orders"] = cursor.fetch_arrow_table().num_rows
        cursor.execute("SELECT count(*) FROM gold.airports WHERE state = $1", parameters=("CA",))
        out["parameter"] = cursor.fetchone()[0]
    objects = connection.adbc_get_objects(depth="columns", db_schema_filter="gold").read_all().to_pylist()
    schemas = [s for o in objects for s in (o["catalog_db_schemas"] or []) if s["db_schema_name"] == "gold"]
    out["tables"] = sorted(t["table_name"] for s in schemas for t in s["db_schema_tables"] if t["table_type"] in ("table", "view"))
    out["schema"] = [f.name for f in connection.adbc_get_table_schema("airports", db_schema_filter="gold")]
print(json.dumps(out))
