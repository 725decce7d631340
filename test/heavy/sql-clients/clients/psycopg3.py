"""psycopg 3: text and binary, parameters, server-side cursors, COPY, pipeline, errors, cancel."""

import json
import threading
import time

import psycopg

out = {}
with psycopg.connect("", autocommit=True) as connection:
    cursor = connection.cursor()
    out["count"] = cursor.execute("SELECT count(*) FROM gold.flights").fetchone()[0]
    row = cursor.execute(
        "SELECT flight_id, date, delay, origin_iata FROM gold.flights WHERE origin_iata = %s ORDER BY flight_id LIMIT 1",
        ("LAX",),
    ).fetchone()
    out["types"] = [type(value).__name__ for value in row]

    values = (
        "SELECT 1.50::numeric AS n, 2.5::float8 AS f, true AS b, date '2001-02-03' AS d, "
        "timestamp '2001-02-03 04:05:06.789' AS t, 'x''é' AS s, NULL::int AS z, ARRAY[1, 2] AS a, "
        "interval '1 day 02:00' AS i, 12345678901::int8 AS big"
    )
    text = connection.execute(values).fetchone()
    binary = connection.cursor(binary=True).execute(values).fetchone()
    out["binary_equals_text"] = [str(v) for v in text] == [str(v) for v in binary]
    out["values"] = [str(v) for v in text]

    out["prepared"] = [
        connection.execute("SELECT count(*) FROM gold.airports WHERE state = %s", (state,), prepare=True).fetchone()[0]
        for state in ("CA", "CA", "NV", "ZZ")
    ]
    out["any"] = connection.execute(
        "SELECT count(*) FROM gold.airports WHERE iata = ANY(%s)", (["LAX", "SFO", "nope"],)
    ).fetchone()[0]

    with connection.cursor().copy("COPY (SELECT iata, city FROM gold.airports WHERE state = 'DE' ORDER BY iata) TO STDOUT") as copy:
        out["copy_rows"] = sum(1 for _ in copy.rows())
    with connection.cursor().copy(
        "COPY (SELECT iata, latitude FROM gold.airports WHERE state = 'DE') TO STDOUT (FORMAT binary)"
    ) as copy:
        copy.set_types(["text", "float8"])
        out["binary_copy_types"] = sorted({type(v).__name__ for row in copy.rows() for v in row})

    with connection.pipeline():
        cursors = [connection.execute("SELECT %s::int + 1", (n,)) for n in range(5)]
    out["pipeline"] = [c.fetchone()[0] for c in cursors]

    errors = []
    for statement in ("SELECT * FROM gold.nowhere", "SELEC 1", "SELECT nothing FROM gold.flights", "SELECT 1 / 0"):
        try:
            connection.execute(statement).fetchall()
        except psycopg.Error as error:
            errors.append(error.sqlstate)
    out["errors"] = errors
    out["after_errors"] = connection.execute("SELECT 1").fetchone()[0]

    timer = threading.Timer(1, connection.cancel)
    timer.start()
    started = time.monotonic()
    try:
        connection.execute(
            "SELECT sum(a.delay + b.delay + c.delay) FROM gold.flights a, gold.flights b, gold.flights c"
        )
    except psycopg.errors.QueryCanceled as error:
        out["cancelled"] = error.sqlstate
    timer.join()

with psycopg.connect("") as connection:
    with connection.cursor(name="reader") as reader:
        reader.itersize = 700
        reader.execute("SELECT flight_id FROM gold.flights ORDER BY flight_id")
        out["server_cursor"] = sum(1 for _ in reader)
    with connection.transaction():
        connection.execute("SELECT 1")
        try:
            with connection.transaction():
                connection.execute("SELECT 1 / 0")
        except psycopg.errors.DivisionByZero:
            pass
        out["after_savepoint"] = connection.execute("SELECT 2").fetchone()[0]

print(json.dumps(out))
