"""DuckDB's postgres extension: ATTACH, its catalog statements, and reading by binary COPY."""

import json
import os
from pathlib import Path

import duckdb
import duckdb_extension_postgres_scanner

extension = next(Path(duckdb_extension_postgres_scanner.__file__).parent.glob("extensions/*/*.duckdb_extension"))
parts = {"host": "PGHOST", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD"}
url = " ".join(f"{key}={os.environ[name]}" for key, name in parts.items())
connection = duckdb.connect()
connection.execute(f"LOAD '{extension}'")
connection.execute(f"ATTACH '{url}' AS remote (TYPE postgres, READ_ONLY)")
out = {}
out["tables"] = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'remote' AND schema_name = 'gold' ORDER BY 1").fetchall()]
out["count"] = connection.execute("SELECT count(*), count(DISTINCT origin_iata) > 10 FROM remote.gold.flights").fetchone()
out["pushed"] = connection.execute("SELECT count(*) FROM remote.gold.airports WHERE state = 'CA'").fetchone()[0]
out["query"] = connection.execute("SELECT * FROM postgres_query('remote', 'SELECT count(*) AS n FROM gold.airports')").fetchone()[0]
out["types"] = [str(row[1]) for row in connection.execute("DESCRIBE remote.gold.flights").fetchall()]
print(json.dumps(out))
