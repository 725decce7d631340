"""Another vendor's client of the same protocol: reads what the stand-in gives, and prints it as JSON.

Arguments: host:port, path of the authority's certificate.
"""

import datetime
import decimal
import json
import sys

from databricks import sql

host, port = sys.argv[1].split(":")
out = {}


def plain(value):
    if isinstance(value, decimal.Decimal) or (type(value) is int and abs(value) > 2**53):
        return str(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return value


with sql.connect(
    server_hostname=host,
    _port=int(port),
    http_path="/sql/1.0/warehouses/standin",
    access_token="token-of-second",
    _tls_trusted_ca_file=sys.argv[2],
    enable_telemetry=False,
    use_cloud_fetch=False,
) as connection:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CAST('12345678901234567890.123456' AS DECIMAL(38,6)) AS d, "
            "TIMESTAMP'2024-02-29 23:59:59.123456Z' AS t, X'00ff' AS b, CAST(NULL AS STRING) AS n, "
            "9007199254740993L AS i, DATE'2024-02-29' AS day, TRUE AS f, 'Grüße' AS s"
        )
        out["types"] = [column[1] for column in cursor.description]
        out["values"] = [plain(value) for value in cursor.fetchone()]
    with connection.cursor() as cursor:
        values = {"p1": "it's", "p2": 7, "p3": decimal.Decimal("1.25"), "p4": None}
        cursor.execute("SELECT CAST(:p1 AS STRING), CAST(:p2 AS BIGINT), CAST(:p3 AS DECIMAL(10,2)), :p4", values)
        out["parameters"] = [plain(value) for value in cursor.fetchone()]
    with connection.cursor(arraysize=30000) as cursor:
        cursor.execute("SELECT id FROM `lakehouse`.`gold`.`big` ORDER BY id LIMIT 250000")
        count = total = 0
        while rows := cursor.fetchmany(30000):
            count += len(rows)
            total += sum(row[0] for row in rows)
        out["paged"] = [count, total]
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT CAST('x' AS INT)")
        except sql.exc.ServerOperationError as error:
            out["error"] = str(error).split(" ")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 2 AS still")
        out["after"] = cursor.fetchone()[0]

print(json.dumps(out))
