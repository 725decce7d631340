import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { INT64, STRING } from '../../../src/query/types.js';
import { type PostgresConfig, PostgresSource } from '../../../src/sources/postgres/postgres-source.js';
import type { ResultBatch, StatementOptions } from '../../../src/sources/source.js';
import { findPostgres, type PostgresServer, startPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { startSessionRelay } from './session-relay.js';

const FOREVER: StatementOptions = { signal: new AbortController().signal, timeoutMs: 30_000 };

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('PostgreSQL', () => {
  let server: PostgresServer;
  const opened: PostgresSource[] = [];

  function open(changes: Partial<PostgresConfig> = {}): PostgresSource {
    const { host, port, user } = server;
    const source = new PostgresSource(
      'crm',
      {
        ...{ host, port, user, database: 'postgres', tls: 'off' },
        ...{ maxConnections: 2, maxStreams: 2, statementTimeoutMs: 20_000 },
        ...changes,
      },
      { ca: undefined },
    );
    opened.push(source);
    return source;
  }

  beforeAll(async () => {
    server = await startPostgres();
    await server.script(
      'CREATE TABLE t (id int8 PRIMARY KEY, name text); INSERT INTO t SELECT i, i::text FROM generate_series(1, 100000) i',
    );
  });
  afterAll(async () => {
    await Promise.all(opened.map((source) => source.close()));
    await server?.stop();
  });

  async function rowsOf(batches: AsyncIterable<ResultBatch>): Promise<readonly (readonly unknown[])[]> {
    const rows: unknown[][] = [];
    for await (const { rowCount, columns } of batches) {
      for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((column) => column[row]));
    }
    return rows;
  }

  async function ask(source: PostgresSource, text: string, options = FOREVER) {
    const { batches } = await source.execute({ text, parameters: [] }, options);
    return rowsOf(batches);
  }

  it.each([
    ['true, NULL::bool, false', [true, null, false]],
    [
      '1::int2, -2::int4, 9223372036854775807::int8, (-9223372036854775808)::int8',
      [1, -2, 9223372036854775807n, -9223372036854775808n],
    ],
    ["1.5::float4, 'NaN'::float8, '-Infinity'::float8, -0.0::float8", [1.5, Number.NaN, Number.NEGATIVE_INFINITY, -0]],
    ['12.30::numeric(10,2), 1e30::numeric, NULL::numeric', ['12.30', '1000000000000000000000000000000', null]],
    ["'é🛫'::text, ''::varchar, NULL::text", ['é🛫', '', null]],
    [
      "date '2001-02-28', date '0001-01-01', 'infinity'::date, '-infinity'::date",
      ['2001-02-28', '0001-01-01', 'infinity', '-infinity'],
    ],
    ["timestamp '1999-12-31 23:59:59.999999', 'infinity'::timestamp", ['1999-12-31T23:59:59.999999', 'infinity']],
    ["timestamptz '2001-01-01 00:00+02', '-infinity'::timestamptz", ['2000-12-31T22:00:00Z', '-infinity']],
    ["time '13:05', time '00:00:00.000001'", ['13:05:00', '00:00:00.000001']],
    ["interval '1 year 2 days 3 hours', interval '-1 microsecond'", ['12 2 10800000000', '0 0 -1']],
    ["'\\x00ff'::bytea, '\\x'::bytea", [new Uint8Array([0, 255]), new Uint8Array()]],
    ["'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid", ['6ba7b810-9dad-11d1-80b4-00c04fd430c8']],
    [`'{"a": 1}'::jsonb, '{"a":1}'::json`, ['{"a": 1}', '{"a":1}']],
    [
      `array[1,NULL,3], array['a"b\\c', 'NULL', NULL, '{,}', ''], array[]::int[]`,
      [[1, null, 3], ['a"b\\c', 'NULL', null, '{,}', ''], []],
    ],
    [
      "array[true,false], array[1::int8], array[timestamptz '2001-01-01 00:00Z']",
      [[true, false], [1n], ['2001-01-01T00:00:00Z']],
    ],
  ])('gives exactly %s', async (list, expected) => {
    expect(await ask(open(), `SELECT ${list}`)).toEqual([expected]);
  });

  it('tells columns and their types, of a result without rows too', async () => {
    const { fields, batches } = await open().execute(
      { text: 'SELECT id, name, 1.5::numeric(6,3) AS "Price" FROM public.t WHERE false', parameters: [] },
      FOREVER,
    );
    expect(fields).toEqual([
      { name: 'id', type: INT64 },
      { name: 'name', type: STRING },
      { name: 'Price', type: { kind: 'decimal', precision: 6, scale: 3 } },
    ]);
    expect(await rowsOf(batches)).toEqual([]);
  });

  it('binds values by their types, those of a kept statement anew each time', async () => {
    const source = open();
    for (const id of [5n, 7n, 5n]) {
      const parameters = [
        { value: id, type: INT64 },
        { value: "o'k\\", type: STRING },
      ];
      const { batches } = await source.execute(
        { text: 'SELECT name, $2::text FROM public.t WHERE id = $1::int8', parameters },
        FOREVER,
      );
      expect(await rowsOf(batches)).toEqual([[String(id), "o'k\\"]]);
    }
  });

  it('streams all rows in order, in batches, with the server waiting for a slow reader', async () => {
    const source = open();
    const { batches } = await source.execute(
      { text: "SELECT i, repeat('x', 500) FROM generate_series(1, 200000) i", parameters: [] },
      FOREVER,
    );
    let seen = 0;
    for await (const { rowCount, columns } of batches) {
      if (seen < 3000) await new Promise((resolve) => setTimeout(resolve, 20));
      for (let row = 0; row < rowCount; row += 1) {
        seen += 1;
        if (columns[0]?.[row] !== seen) throw new Error(`row ${seen}`);
      }
    }
    expect(seen).toBe(200_000);
    expect(source.load.streams.idleConnections).toBe(1);
  });

  it('gives a document in one value', async () => {
    const { batches } = await open().execute(
      { text: "SELECT convert_to(repeat('é', 300000), 'UTF8')", parameters: [] },
      { ...FOREVER, singleRow: true },
    );
    const [row] = await rowsOf(batches);
    expect(Buffer.from(row?.[0] as Uint8Array).toString()).toBe('é'.repeat(300_000));
  });

  it('cancels at the server when the caller leaves, and serves the next one', async () => {
    const source = open({ maxStreams: 1 });
    const controller = new AbortController();
    const running = ask(source, 'SELECT pg_sleep(60)', { ...FOREVER, signal: controller.signal });
    await expect.poll(() => source.load.streams.openConnections).toBe(1);
    setTimeout(() => controller.abort(), 100);
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(
      await ask(
        source,
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sleep(60)%' AND pid <> pg_backend_pid()",
      ),
    ).toEqual([[0n]]);
    expect(source.load.streams.openConnections).toBe(1);
  });

  it('cancels what a reader abandons, and keeps the connection', async () => {
    const source = open({ maxStreams: 1 });
    const { batches } = await source.execute({ text: 'SELECT generate_series(1, 100000000)', parameters: [] }, FOREVER);
    for await (const _batch of batches) break;
    expect(await ask(source, 'SELECT 1')).toEqual([[1]]);
    expect(source.load.streams.openConnections).toBe(1);
  });

  it('ends a statement at its time, the time of a slow reader not counted', async () => {
    const source = open({ statementTimeoutMs: 2000 });
    await expect(ask(source, 'SELECT pg_sleep(60)')).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    const { batches } = await source.execute(
      { text: "SELECT repeat('x', 1000) FROM generate_series(1, 20000)", parameters: [] },
      FOREVER,
    );
    let seen = 0;
    for await (const { rowCount } of batches) {
      if (seen === 0) await new Promise((resolve) => setTimeout(resolve, 2500));
      seen += rowCount;
    }
    expect(seen).toBe(20_000);
  });

  it('fails whole where the server fails in the middle of a result', async () => {
    const source = open();
    const failing = ask(source, 'SELECT 1 / (50000 - i) FROM generate_series(1, 60000) i');
    await expect(failing).rejects.toMatchObject({
      code: 'INTERNAL',
      sqlState: '22012',
      message: 'A statement failed.',
    });
    await expect(ask(source, 'SELECT * FROM absent')).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await expect(ask(source, "SELECT 'secret'::int")).rejects.toSatisfy(
      (error) => error instanceof GatewayError && error.sqlState === '22P02' && !error.publicMessage.includes('secret'),
    );
    expect(await ask(source, 'SELECT 1')).toEqual([[1]]);
  });

  it('fails whole where the server goes away in the middle of a result', async () => {
    const source = open();
    const { batches } = await source.execute(
      { text: "SELECT i, repeat('x', 500) FROM generate_series(1, 400000) i", parameters: [] },
      FOREVER,
    );
    let seen = 0;
    const reading = (async () => {
      for await (const { rowCount } of batches) {
        if (seen === 0)
          await server.script(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 400000)%' AND pid <> pg_backend_pid()",
          );
        seen += rowCount;
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(seen).toBeLessThan(400_000);
    expect(await ask(source, 'SELECT 1')).toEqual([[1]]);
  });

  it('says what is too large where the server may not spill more', async () => {
    const source = open();
    await server.script(
      "ALTER ROLE CURRENT_USER SET temp_file_limit = '1MB'; ALTER ROLE CURRENT_USER SET work_mem = '64kB'",
    );
    const sorted = 'SELECT i FROM generate_series(1, 400000) i ORDER BY md5(i::text)';
    await expect(ask(source, sorted)).rejects.toMatchObject({ code: 'RESULT_TOO_LARGE' });
    await server.script('ALTER ROLE CURRENT_USER RESET temp_file_limit; ALTER ROLE CURRENT_USER RESET work_mem');
  });

  it('writes nothing', async () => {
    const source = open();
    for (const text of ['DELETE FROM public.t', 'CREATE TABLE public.x (i int)', 'CREATE TEMP TABLE x (i int)']) {
      await expect(ask(source, text)).rejects.toMatchObject({ code: 'INTERNAL' });
    }
  });

  it('uses another connection for one that died while it lay idle', async () => {
    const source = open();
    await ask(source, 'SELECT 1');
    await server.script(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'medallion-gateway'",
    );
    expect(await ask(source, 'SELECT 2')).toEqual([[2]]);
  });

  it('uses another connection for one whose end was said as its statement was on the way', async () => {
    const relay = await startSessionRelay(server);
    const source = open({ host: '127.0.0.1', port: relay.port });
    await ask(source, 'SELECT 1');
    relay.endSessions();
    expect(await ask(source, 'SELECT 1')).toEqual([[1]]);
    relay.endSessions();
    expect(await ask(source, 'SELECT 2')).toEqual([[2]]);
    expect(relay.sessions).toBe(3);
    await source.close();
    await relay.close();
  });

  it('lets statements wait for a connection, each for its own time', async () => {
    const source = open({ maxStreams: 1 });
    const held = ask(source, 'SELECT pg_sleep(1)');
    await expect(ask(source, 'SELECT 1', { ...FOREVER, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'SOURCE_TIMEOUT',
    });
    const queued = ask(source, 'SELECT 3');
    await held;
    expect(await queued).toEqual([[3]]);
  });

  it('has a version of a table that a write changes, and none of a view', async () => {
    const source = open();
    await server.script('CREATE VIEW v AS SELECT * FROM t');
    const read = () => source.versions(['crm.public.t', 'crm.public.v'], FOREVER.signal);
    const first = await read();
    expect([...first.keys()]).toEqual(['crm.public.t']);
    expect(await read()).toEqual(first);
    await server.script("UPDATE t SET name = 'x' WHERE id = 1");
    expect(await read()).not.toEqual(first);
  });

  it('says that a database is not there, and refuses after its end', async () => {
    const absent = open({ port: 1 });
    await expect(ask(absent, 'SELECT 1')).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(await absent.health(FOREVER.signal)).toMatchObject({ state: 'down' });
    const source = open();
    expect(await source.health(FOREVER.signal)).toMatchObject({ state: 'ready' });
    await source.close();
    await expect(ask(source, 'SELECT 1')).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: 'The source "crm" is closed.',
    });
  });

  it('serves many at once on few connections', async () => {
    const source = open();
    const asked = Array.from({ length: 200 }, (_, index) => ask(source, `SELECT ${index}, count(*) FROM public.t`));
    expect((await Promise.all(asked)).map(([row]) => row)).toEqual(asked.map((_, index) => [index, 100_000n]));
    expect(source.load.streams.openConnections).toBe(2);
  });
});
