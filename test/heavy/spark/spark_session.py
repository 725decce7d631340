"""One Spark session with Delta tables, driven over standard input and output.

A line in is a request, a line out its reply, both JSON. A request's "id" is its reply's; two run at a time:

  {"load": {"table": "catalog.schema.name", "file": "/path/of.parquet", "columns": {"name": "TYPE", ...}}}
      -> {"rows": 30000}
  {"execute": {"text": "SELECT ...", "parameters": {"p1": "7", "p2": null, ...}}}
      -> {"fields": [{"name": "n", "type": {...}}], "columns": [[...], ...]}
  {"explain": {"text": ..., "parameters": ...}} -> {"plan": "..."}

A request that fails is answered by {"error": {"class": "DIVIDE_BY_ZERO", "sqlState": "22012", "message": "..."}}.
Values are exact: BIGINT and DECIMAL as text, DATE and TIMESTAMP in ISO form at UTC, BINARY in base 64, an
interval of days and a time as "0 <days> <microseconds>", an array as an array; NaN and the infinities as text.
"""

import base64
import concurrent.futures
import datetime
import decimal
import json
import logging
import math
import os
import re
import sys
import threading
import time

os.environ["TZ"] = "UTC"
time.tzset()

from pyspark.errors import PySparkException  # noqa: E402
from pyspark.sql import SparkSession, functions  # noqa: E402

logging.disable(logging.CRITICAL)
UTC = datetime.timezone.utc
THREADS = 2
PLAN_LENGTH = "spark.sql.maxPlanStringLength"


def open_session(jars, folder):
    """The settings are those that a SQL warehouse has and stock Spark has not, and a small machine's."""
    settings = {
        "spark.jars": ",".join(jars),
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.warehouse.dir": os.path.join(folder, "warehouse"),
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.databricks.delta.snapshotPartitions": "1",
        # Nobody writes the tables while they are read.
        "spark.databricks.delta.stalenessLimit": "1h",
        # The tables are small: compiling a statement would take longer than running it.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        # Nobody looks back at what has run; its plans fill a heap.
        PLAN_LENGTH: "1000",
        "spark.sql.ui.retainedExecutions": "1",
        "spark.ui.retainedJobs": "1",
        "spark.ui.retainedStages": "1",
        "spark.ui.retainedTasks": "1",
        "spark.ui.dagGraph.retainedRootRDDs": "1",
        "spark.driver.memory": "1500m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": folder,
        "spark.driver.extraJavaOptions": f"-Duser.timezone=UTC -Dderby.system.home={folder} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=200m",
    }
    builder = SparkSession.builder.master(f"local[{THREADS}]").appName("oracle")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


# Spark alone has no catalog of three levels to write Delta tables into, so the lakehouse's schemas are schemas of the
# session's own catalog. This is the one place where a statement is changed.
CATALOGS = re.compile(r"`lakehouse`\.(?=`)")


def in_session_catalog(text):
    return CATALOGS.sub("`spark_catalog`.", text)


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def load(session, table, file, columns):
    target = in_session_catalog(".".join(quoted(part) for part in table.split(".")))
    schema = target.rsplit(".", 1)[0]
    session.sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    frame = session.read.parquet(file)
    items = [functions.col(quoted(name)).cast(kind).alias(name) for name, kind in columns.items()]
    frame.select(*items).write.format("delta").mode("overwrite").saveAsTable(target.replace("`", ""))
    # Planning a statement over Delta's log costs twice its run; its rows are what is asked about.
    session.sql(f"CACHE TABLE {target}")
    return {"rows": session.table(target).count()}


def frame_of(session, text, parameters):
    """Values arrive as text and are cast where they stand, as the dialect writes it."""
    text = in_session_catalog(text)
    return session.sql(text, args=parameters) if parameters else session.sql(text)


def timestamp(value):
    text = (value if value.tzinfo is None else value.astimezone(UTC)).replace(tzinfo=None).isoformat()
    return text.rstrip("0") if "." in text else text


def encoded(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return timestamp(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        size = abs(value)
        sign = "-" if value < datetime.timedelta(0) else ""
        return f"0 {sign}{size.days} {sign}{size.seconds * 1_000_000 + size.microseconds}"
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, list):
        return [encoded(item) for item in value]
    raise ValueError(f"a result holds a value of {type(value).__name__}")


def execute(session, text, parameters):
    frame = frame_of(session, text, parameters)
    schema = frame.schema
    rows = frame.toDF(*[f"c{index}" for index in range(len(schema))]).collect()
    columns = [[encoded(row[index]) for row in rows] for index in range(len(schema))]
    fields = [{"name": field.name, "type": field.dataType.jsonValue()} for field in schema]
    return {"fields": fields, "columns": columns, "rowCount": len(rows)}


def explain(session, text, parameters):
    frame = frame_of(session, text, parameters)
    kept = session.conf.get(PLAN_LENGTH)
    session.conf.set(PLAN_LENGTH, str(1_000_000))
    try:
        return {"plan": frame._jdf.queryExecution().toString()}
    finally:
        session.conf.set(PLAN_LENGTH, kept)


def failure(error):
    condition, state, message = None, None, repr(error)
    if isinstance(error, PySparkException):
        condition, state, message = error.getCondition(), error.getSqlState(), str(error)
    elif getattr(error, "java_exception", None):
        message = str(error.java_exception.toString())
    # What fails in a part of a statement that runs apart comes wrapped: its own words tell what it was.
    told = condition is None and re.search(r"\[([A-Z][A-Z0-9_.]*)\].*?SQLSTATE: (\w{5})", message, re.DOTALL)
    if told:
        condition, state = told.groups()
    return {"class": condition, "sqlState": state, "message": message[:4000]}


def answer(session, request):
    if "load" in request:
        return load(session, **request["load"])
    if "execute" in request:
        return execute(session, **request["execute"])
    if "explain" in request:
        return explain(session, **request["explain"])
    raise ValueError("unknown request")


def main():
    jars, folder = sys.argv[1].split(","), sys.argv[2]
    # Whatever Spark prints must not stand between the replies.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    session = open_session(jars, folder)
    print(json.dumps({"version": session.version}), file=replies, flush=True)
    lock = threading.Lock()

    def serve(line):
        request = json.loads(line)
        try:
            reply = answer(session, request)
        except Exception as error:  # every failure of a statement is an answer
            reply = {"error": failure(error)}
        text = json.dumps({"id": request["id"], **reply})
        with lock:
            print(text, file=replies, flush=True)

    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        for line in requests:
            pool.submit(serve, line)
    session.stop()


if __name__ == "__main__":
    main()
