"""psqlODBC through unixODBC: catalog calls, parameters, and DECLARE/FETCH reading."""

import json
import os

import pyodbc


def connect(**extra):
    parts = {
        "Driver": "PostgreSQL Unicode",
        "Server": os.environ["PGHOST"],
        "Port": os.environ["PGPORT"],
        "Database": os.environ["PGDATABASE"],
        "Uid": os.environ["PGUSER"],
        "Pwd": "{" + os.environ["PGPASSWORD"] + "}",
        **extra,
    }
    return pyodbc.connect(";".join(f"{key}={value}" for key, value in parts.items()), autocommit=True)


out = {}
with connect() as connection:
    cursor = connection.cursor()
    out["dbms"] = connection.getinfo(pyodbc.SQL_DBMS_NAME)
    out["tables"] = sorted(row.table_name for row in cursor.tables(schema="gold"))
    out["columns"] = [(row.column_name, row.type_name) for row in cursor.columns(table="flights", schema="gold")]
    out["primary_key"] = [row.column_name for row in cursor.primaryKeys("route_days", schema="gold")]
    out["foreign_keys"] = sorted(row.fkcolumn_name for row in cursor.foreignKeys(foreignTable="flights", foreignSchema="gold"))
    cursor.statistics("flights", schema="gold").fetchall()
    cursor.getTypeInfo().fetchall()
    cursor.execute("SELECT count(*) FROM gold.airports WHERE state = ? AND latitude > ?", "CA", 34.5)
    out["parameters"] = cursor.fetchone()[0] > 0
    row = cursor.execute("SELECT flight_id, date, delay, origin_iata FROM gold.flights ORDER BY flight_id LIMIT 1").fetchone()
    out["types"] = [type(value).__name__ for value in row]
    out["decimal"] = str(cursor.execute("SELECT o_totalprice FROM tpch.orders ORDER BY o_orderkey LIMIT 1").fetchone()[0].__class__.__name__)
    try:
        cursor.execute("SELECT 1 FROM gold.nowhere")
    except pyodbc.Error as error:
        out["error"] = error.args[0]
    out["after"] = cursor.execute("SELECT 1").fetchone()[0]
with connect(UseDeclareFetch="1", Fetch="500", UseServerSidePrepare="0") as connection:
    out["declare_fetch"] = sum(1 for _ in connection.cursor().execute("SELECT flight_id, date FROM gold.flights"))
with connect(Protocol="7.4-1") as connection:
    connection.autocommit = False
    cursor = connection.cursor()
    cursor.execute("SELECT 1")
    cursor.fetchall()
    try:
        cursor.execute("SELECT 1 / 0").fetchall()
    except pyodbc.Error:
        out["savepoint_error"] = True
    out["rolled_back"] = connection.rollback() is None and cursor.execute("SELECT 3").fetchone()[0]
print(json.dumps(out))
