"""psycopg2: client-side parameters, named cursors, copy_expert, isolation levels."""

import io
import json

import psycopg2
import psycopg2.extensions
import psycopg2.extras

out = {}
connection = psycopg2.connect("")
out["server_version"] = connection.server_version > 90000
out["encoding"] = connection.encoding
with connection, connection.cursor() as cursor:
    cursor.execute("SELECT iata, name FROM gold.airports WHERE iata IN %s ORDER BY iata", (("LAX", "SFO"),))
    out["rows"] = cursor.fetchall()
    out["columns"] = [(c.name, c.type_code) for c in cursor.description]
    cursor.execute("SELECT %s, %s, %s", ("O'Hare \\ é", None, 1.5))
    out["quoting"] = [str(v) for v in cursor.fetchone()]
    cursor.execute("SELECT o_totalprice FROM tpch.orders WHERE o_orderkey = 1")
    out["decimal"] = type(cursor.fetchone()[0]).__name__
with connection, connection.cursor("named", withhold=False) as cursor:
    cursor.itersize = 1000
    cursor.execute("SELECT flight_id, date FROM gold.flights")
    out["named_cursor"] = sum(1 for _ in cursor)
connection.set_session(isolation_level="SERIALIZABLE", readonly=True, autocommit=False)
with connection, connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
    cursor.execute("SELECT count(*) AS n FROM gold.airports")
    out["dict"] = dict(cursor.fetchone())
connection.rollback()
connection.set_session(autocommit=True)
with connection.cursor() as cursor:
    buffer = io.StringIO()
    cursor.copy_expert("COPY (SELECT iata, city FROM gold.airports WHERE state = 'RI' ORDER BY iata) TO STDOUT WITH CSV HEADER", buffer)
    out["csv_header"] = buffer.getvalue().splitlines()[0]
    out["csv_lines"] = len(buffer.getvalue().splitlines())
    try:
        cursor.execute("SELECT 1 FROM gold.nowhere")
    except psycopg2.errors.UndefinedTable as error:
        out["undefined_table"] = error.pgcode
out["status"] = connection.info.transaction_status == psycopg2.extensions.TRANSACTION_STATUS_IDLE
connection.close()
print(json.dumps(out))
