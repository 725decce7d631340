"""asyncpg: everything binary, prepared, with its own look-up of types."""

import asyncio
import io
import json

import asyncpg


async def main():
    out = {}
    connection = await asyncpg.connect()
    out["version"] = connection.get_server_version().major > 9
    row = await connection.fetchrow("SELECT flight_id, date, delay, origin_iata FROM gold.flights WHERE flight_id = $1", 107)
    out["row"] = {key: type(value).__name__ for key, value in dict(row).items()}
    out["values"] = [
        str(v)
        for v in await connection.fetchrow(
            "SELECT 1.50::numeric, 2.5::float8, date '2001-02-03', timestamp '2001-02-03 04:05:06.789', "
            "interval '1 day 02:00', ARRAY['a', NULL]::text[], true, 'é'::text, '{\"a\": 1}'::json, NULL::date, "
            "timestamptz '2001-02-03 04:05:06+00', '\\x00ff'::bytea"
        )
    ]
    statement = await connection.prepare("SELECT count(*) FROM gold.airports WHERE state = ANY($1::text[]) AND latitude > $2")
    out["parameters"] = [str(p.name) for p in statement.get_parameters()]
    out["any"] = await statement.fetchval(["CA", "NV"], 0.0)
    async with connection.transaction(readonly=True):
        out["cursor"] = 0
        async for _ in connection.cursor("SELECT flight_id FROM gold.flights", prefetch=400):
            out["cursor"] += 1
    buffer = io.BytesIO()
    result = await connection.copy_from_query("SELECT iata FROM gold.airports WHERE state = $1", "DE", output=buffer, format="csv")
    out["copy"] = [result, len(buffer.getvalue().splitlines())]
    binary = io.BytesIO()
    result = await connection.copy_from_query("SELECT iata FROM gold.airports WHERE state = 'DE'", output=binary, format="binary")
    out["binary_copy"] = [result, binary.getvalue()[:11].hex(), binary.getvalue()[-2:].hex()]
    try:
        await connection.fetch("SELECT 1 FROM gold.nowhere")
    except asyncpg.UndefinedTableError as error:
        out["error"] = error.sqlstate
    try:
        await connection.fetch(
            "SELECT sum(a.delay + b.delay + c.delay) FROM gold.flights a, gold.flights b, gold.flights c", timeout=1
        )
    except asyncio.TimeoutError:
        out["timeout"] = True
    out["after"] = await connection.fetchval("SELECT 1")
    await connection.reset()
    await connection.close()
    async with asyncpg.create_pool(min_size=2, max_size=3) as pool:
        out["pool"] = sum(await asyncio.gather(*(pool.fetchval("SELECT $1::int", n) for n in range(6))))
    print(json.dumps(out))


asyncio.run(main())
