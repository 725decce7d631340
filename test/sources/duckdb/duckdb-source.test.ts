import { rename } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import type { ScalarValue } from '../../../src/query/expression.js';
import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  JSON_TYPE,
  NULL_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../src/query/types.js';
import { duckdbDialect } from '../../../src/sources/duckdb/dialect.js';
import type { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { openSource as openConfigured } from '../../../src/sources/index.js';
import { batchesOf, CONFIG, openSource, ParquetFolder, rejection, rows, run, within } from './source-fixture.js';

const INT8: DataType = { kind: 'integer', bits: 8 };
const INT16: DataType = { kind: 'integer', bits: 16 };
const FLOAT32: DataType = { kind: 'float', bits: 32 };

let folder: ParquetFolder;
let source: DuckdbSource;
const seen: { sql: string; values: readonly ScalarValue[] }[] = [];

beforeAll(async () => {
  folder = await ParquetFolder.create();
  await folder.write('flights', "SELECT i AS flight_id, 'A' || i % 7 AS origin FROM range(5000) t(i)");
  await folder.write('big', "SELECT i AS id, 'row ' || i AS text FROM range(1000000) t(i)");
  await folder.write(
    'odd',
    `SELECT {'a': 1, 'b': [DATE '2001-01-31']} AS nested, MAP {'k': 1.5} AS pairs, [1, NULL] AS list,
            '{"x":1}'::JSON AS json, TIMESTAMP_NS '2001-01-31 05:06:07.123456789' AS nanos,
            7::UTINYINT AS tiny, 18446744073709551615::UBIGINT AS huge, 'x'::ENUM ('x', 'y') AS choice`,
  );
  source = await openSource(
    folder,
    ['flights', 'big', 'odd'],
    {},
    {
      onStatement: (sql, parameters) => seen.push({ sql, values: parameters.map(({ value }) => value) }),
    },
  );
});

afterAll(async () => {
  await source.close();
  await folder.remove();
});

/** Value as given, and as it comes back where that differs. */
const values: readonly [DataType, ScalarValue, unknown?][] = [
  [BOOLEAN, true],
  [INT8, -128],
  [INT16, 32767],
  [INT32, -2147483648],
  [INT64, -9223372036854775808n],
  [INT64, '9223372036854775807', 9223372036854775807n],
  [decimalType(4, 2), '-0.05'],
  [decimalType(2, 2), '0.05'],
  [decimalType(9, 0), '-123456789'],
  [decimalType(18, 4), '12345678901234.5678'],
  [decimalType(38, 38), `-0.${'9'.repeat(38)}`],
  [decimalType(38, 0), '9'.repeat(38)],
  [decimalType(10, 2), '1e2', '100.00'],
  [FLOAT64, 0.1],
  [FLOAT64, Number.NaN],
  [FLOAT64, Number.NEGATIVE_INFINITY],
  [FLOAT64, -0],
  [FLOAT32, 0.5],
  [STRING, 'it\'s "\\ \n\u0001 😀'],
  [STRING, ''],
  [BINARY, new Uint8Array([0, 39, 255])],
  [BINARY, new Uint8Array()],
  [DATE, '0001-01-01'],
  [DATE, '9999-12-31'],
  [TIME, '23:59:59.999999'],
  [TIME, '05:06', '05:06:00'],
  [TIMESTAMP_NTZ, '1969-12-31T23:59:59.5'],
  [TIMESTAMP_NTZ, '2001-01-31T05:06:07+02:00', '2001-01-31T03:06:07'],
  [TIMESTAMP, '2001-01-31T05:06:07.000001Z'],
  [TIMESTAMP, '2001-01-31T05:06:07', '2001-01-31T05:06:07Z'],
  [UUID, '123e4567-e89b-12d3-a456-426614174000'],
];

describe('values', () => {
  it.each(values)('%o %s as parameter, as literal and in a result', async (type, value, expected = value) => {
    const result = await run(
      source,
      `SELECT ${duckdbDialect.parameter(1, type)} AS p, ${duckdbDialect.literal(value, type)} AS l`,
      within(),
      [{ value, type }],
    );
    expect(result.fields).toEqual([
      { name: 'p', type },
      { name: 'l', type },
    ]);
    const batches = await batchesOf(result);
    expect(batches.map(({ rowCount, columns }) => ({ rowCount, columns: [...columns] }))).toEqual([
      { rowCount: 1, columns: [[expected], [expected]] },
    ]);
    if (typeof value === 'number') expect(Object.is(batches[0]?.columns[0]?.[0], value)).toBe(true);
  });

  it('binds NULL at every type', async () => {
    const types = [...new Set(values.map(([type]) => type)), JSON_TYPE, NULL_TYPE];
    const text = `SELECT ${types.map((type, index) => duckdbDialect.parameter(index + 1, type)).join(', ')}`;
    const parameters = types.map((type) => ({ value: null, type }));
    expect(await rows(source, text, within(), parameters)).toEqual([types.map(() => null)]);
  });

  it('refuses a parameter that does not fit, and runs nothing', async () => {
    const before = source.statementsRun;
    for (const value of ['a\0b', '\udc00']) {
      const error = await rejection(run(source, 'SELECT $1::VARCHAR', within(), [{ value, type: STRING }]));
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    expect(source.statementsRun).toBe(before);
    expect(source.load.streams.idleConnections).toBe(CONFIG.maxConnections);
  });

  it('gives dates that ISO 8601 cannot hold in four digits in its expanded form', async () => {
    const text =
      "SELECT DATE '0001-01-01' - 1, DATE '10000-01-01', 'infinity'::DATE, '-infinity'::TIMESTAMPTZ, DATE '0044-03-15 (BC)'";
    expect(await rows(source, text)).toEqual([
      ['+000000-12-31', '+010000-01-01', 'infinity', '-infinity', '-000043-03-15'],
    ]);
  });

  it('gives sums of integers exactly', async () => {
    const result = await run(
      source,
      'SELECT sum(x) AS s FROM (VALUES (9223372036854775807), (9223372036854775807)) t(x)',
    );
    expect(result.fields).toEqual([{ name: 's', type: decimalType(38, 0) }]);
    expect((await batchesOf(result))[0]?.columns[0]).toEqual(['18446744073709551614']);
  });

  it('reads columns of foreign types in the nearest type of the IR', async () => {
    const result = await run(source, 'SELECT * FROM lakehouse.gold.odd');
    expect(result.fields.map(({ type }) => type)).toEqual([
      STRING,
      STRING,
      STRING,
      STRING,
      TIMESTAMP_NTZ,
      INT16,
      decimalType(20, 0),
      STRING,
    ]);
    expect((await batchesOf(result))[0]?.columns.flat()).toEqual([
      '{"a":1,"b":["2001-01-31"]}',
      '{"k":1.5}',
      '[1,null]',
      '{"x":1}',
      '2001-01-31T05:06:07.123456',
      7,
      '18446744073709551615',
      'x',
    ]);
  });
});

describe('results', () => {
  it('come in batches of at most 2,048 rows, complete and in order', async () => {
    const batches = await batchesOf(await run(source, 'SELECT flight_id FROM lakehouse.gold.flights ORDER BY 1'));
    expect(Math.max(...batches.map((batch) => batch.rowCount))).toBeLessThanOrEqual(2048);
    expect(batches.flatMap((batch) => batch.columns[0])).toEqual(Array.from({ length: 5000 }, (_, i) => BigInt(i)));
  });

  it('of one row, when the caller promises it, free the connection before the row is read', async () => {
    const options = { ...within(), singleRow: true };
    const result = await run(source, 'SELECT count(*) AS n FROM lakehouse.gold.flights', options);
    const iterator = result.batches[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: { rowCount: 1, columns: [[5000n]] } });
    expect(source.load.streams.idleConnections).toBe(CONFIG.maxConnections);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    // A broken promise costs memory, not rows.
    expect(await rows(source, 'SELECT flight_id FROM lakehouse.gold.flights', options)).toHaveLength(5000);
    expect(await rows(source, 'SELECT 1 WHERE false', options)).toEqual([]);
    expect(await rejection(rows(source, "SELECT error('secret')", options))).toMatchObject({
      message: 'A statement failed.',
    });
    expect(source.load.streams.idleConnections).toBe(CONFIG.maxConnections);
  });

  it('of no rows have fields and no batch', async () => {
    const result = await run(source, 'SELECT flight_id FROM lakehouse.gold.flights WHERE false');
    expect(result.fields).toEqual([{ name: 'flight_id', type: INT64 }]);
    expect(await batchesOf(result)).toEqual([]);
  });

  it('give the connection back at the end, on early return, and after a throw in the loop', async () => {
    const text = 'SELECT * FROM lakehouse.gold.big';
    for (let round = 0; round < 20; round += 1) {
      const result = await run(source, text);
      for await (const batch of result.batches) {
        expect(batch.rowCount).toBeGreaterThan(0);
        break;
      }
      const iterator = (await run(source, text)).batches[Symbol.asyncIterator]();
      await iterator.return?.();
      expect(await iterator.next()).toEqual({ done: true, value: undefined });
      const reading = (async () => {
        for await (const _batch of (await run(source, text)).batches) throw new Error('reader');
      })();
      await expect(reading).rejects.toThrow('reader');
      expect(source.load.streams).toEqual({ idleConnections: CONFIG.maxConnections, waitingStatements: 0 });
    }
  });

  it('of a million rows stream in bounded memory', async () => {
    const small = await openSource(folder, ['big'], { memoryLimitMb: 64 });
    const before = process.memoryUsage().rss;
    let peak = 0;
    let count = 0;
    let last: unknown;
    for (let round = 0; round < 2; round += 1) {
      for await (const batch of (await run(small, 'SELECT id, text FROM lakehouse.gold.big')).batches) {
        count += batch.rowCount;
        last = batch.columns[1]?.at(-1);
        if (count % 65_536 < 2048) peak = Math.max(peak, process.memoryUsage().rss);
      }
    }
    expect(count).toBe(2_000_000);
    expect(last).toBe('row 999999');
    expect(peak - before).toBeLessThan(200 * 2 ** 20);
    await small.close();
  });

  it('are pulled: an unread result computes no more than a buffer', async () => {
    const result = await run(source, 'SELECT count(*) OVER () AS n, id FROM lakehouse.gold.big LIMIT 3');
    expect(await batchesOf(result)).toHaveLength(1);
    const iterator = (
      await run(source, "SELECT CASE WHEN id = 900000 THEN error('too far') END FROM lakehouse.gold.big")
    ).batches[Symbol.asyncIterator]();
    // The failing row is far away; reading one batch does not meet it.
    expect((await iterator.next()).done).toBe(false);
    await iterator.return?.();
  });
});

describe('statements', () => {
  it('are counted and shown once each, and 1,000 of them leak no connection', async () => {
    const before = source.statementsRun;
    seen.length = 0;
    const text = 'SELECT origin FROM lakehouse.gold.flights WHERE flight_id = $1::BIGINT';
    await Promise.all(
      Array.from({ length: 1000 }, async (_, id) => {
        expect(await rows(source, text, within(30_000), [{ value: BigInt(id), type: INT64 }])).toEqual([
          [`A${id % 7}`],
        ]);
      }),
    );
    expect(source.statementsRun - before).toBe(1000);
    expect(seen).toHaveLength(1000);
    expect(new Set(seen.map(({ sql }) => sql))).toEqual(new Set([text]));
    expect(source.load.streams).toEqual({ idleConnections: CONFIG.maxConnections, waitingStatements: 0 });
  }, 60_000);

  it('of more texts than the prepared ones a connection keeps still run', async () => {
    for (let index = 0; index < 300; index += 1) expect(await rows(source, `SELECT ${index}`)).toEqual([[index]]);
    for (let index = 0; index < 300; index += 1) expect(await rows(source, `SELECT ${index}`)).toEqual([[index]]);
    const long = `SELECT '${'x'.repeat(1_100_000)}' AS long`;
    expect(await rows(source, long)).toEqual(await rows(source, long));
  });

  it('that fail poison neither connection nor the prepared text', async () => {
    const one = await openSource(folder, ['flights'], { maxConnections: 1, maxStreams: 1 });
    const text = 'SELECT CAST($1::VARCHAR AS INTEGER) AS n';
    const parameter = (value: string) => [{ value, type: STRING }];
    for (let round = 0; round < 3; round += 1) {
      expect(await rows(one, text, within(), parameter('7'))).toEqual([[7]]);
      const error = await rejection(rows(one, text, within(), parameter('secret')));
      expect(error).toBeInstanceOf(GatewayError);
      expect(error).toMatchObject({ code: 'INTERNAL', message: 'A statement failed.' });
      expect((error as GatewayError).operatorDetail).toContain('secret');
      expect(String(error)).not.toContain('secret');
    }
    expect(await rejection(rows(one, 'SELEC 1'))).toMatchObject({ code: 'INTERNAL' });
    expect(await rejection(rows(one, text))).toMatchObject({ code: 'INTERNAL' });
    expect(await rows(one, 'SELECT 1')).toEqual([[1]]);
    await one.close();
  });

  it('that fail in the middle of a result fail the reader, who never sees a short success', async () => {
    const text = "SELECT CASE WHEN id = 900000 THEN error('secret row') END FROM lakehouse.gold.big";
    const error = await rejection(rows(source, text));
    expect(error).toMatchObject({ code: 'INTERNAL', message: 'A statement failed while its result was read.' });
    expect(source.load.streams.idleConnections).toBe(CONFIG.maxConnections);
  });

  it('that need too much memory fail alone', async () => {
    const small = await openSource(folder, ['big'], { memoryLimitMb: 64 });
    const text = "SELECT length(string_agg(repeat(text, 100), ',')) FROM lakehouse.gold.big";
    expect(await rejection(rows(small, text))).toMatchObject({ code: 'RESULT_TOO_LARGE' });
    expect(await rows(small, 'SELECT count(*) FROM lakehouse.gold.big')).toEqual([[1_000_000n]]);
    await small.close();
  });

  it('abandoned half-way hold no memory of the engine', async () => {
    const one = await openSource(folder, ['big'], { maxConnections: 1, maxStreams: 1 });
    const used = async () => {
      const found = await rows(
        one,
        "SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory() WHERE tag IN ('ORDER_BY', 'HASH_TABLE')",
      );
      return Number(found[0]?.[0]);
    };
    const iterator = (await run(one, 'SELECT * FROM lakehouse.gold.big ORDER BY text DESC')).batches[
      Symbol.asyncIterator
    ]();
    await iterator.next();
    await iterator.return?.();
    expect(await used()).toBeLessThan(2 ** 20);
    await one.close();
  });
});

describe('nothing but a SELECT of the tables gets through', () => {
  it.each([
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
    "COPY (SELECT 1) TO '/tmp/never'",
  ])('%s', async (text) => {
    const error = await rejection(rows(source, text));
    expect(['SOURCE_UNAVAILABLE', 'INTERNAL']).toContain((error as GatewayError).code);
    expect((error as GatewayError).operatorDetail).toMatch(/disabled by configuration|does not exist/);
  });

  it.each([
    "ATTACH ':memory:' AS other",
    'INSTALL httpfs',
    'LOAD httpfs',
    'SET threads = 8',
    'RESET lock_configuration',
    'CREATE TABLE x AS SELECT 1',
    'DROP VIEW lakehouse.gold.flights',
    'PRAGMA enable_profiling',
    'SELECT 1; SELECT 2',
    'BEGIN',
    'CHECKPOINT',
  ])('%s', async (text) => {
    expect(await rejection(rows(source, text))).toMatchObject({ code: 'INTERNAL' });
    expect(await rows(source, 'SELECT count(*) FROM lakehouse.gold.flights')).toEqual([[5000n]]);
  });

  it('identifiers with quotes reach no other table', async () => {
    const name = duckdbDialect.table({ source: 'lakehouse', name: 'lakehouse.gold.flights" UNION SELECT 1 --' });
    expect(await rejection(rows(source, `SELECT * FROM ${name}`))).toMatchObject({ code: 'INTERNAL' });
  });
});

describe('files', () => {
  it('have versions that change with them, without a query', async () => {
    await folder.write('changing', 'SELECT 1 AS n');
    const own = await openSource(folder, ['changing', 'flights']);
    const tables = ['lakehouse.gold.changing', 'lakehouse.gold.flights'];
    const signal = new AbortController().signal;
    const before = await own.versions(tables, signal);
    expect(await own.versions(tables, signal)).toEqual(before);
    const read = () => rows(own, 'SELECT n FROM lakehouse.gold.changing');
    expect(await read()).toEqual([[1]]);
    await folder.write('next', 'SELECT 2 AS n');
    await rename(folder.path('next'), folder.path('changing'));
    const after = await own.versions(tables, signal);
    expect(after.get('lakehouse.gold.changing')).not.toBe(before.get('lakehouse.gold.changing'));
    expect(after.get('lakehouse.gold.flights')).toBe(before.get('lakehouse.gold.flights'));
    // The prepared statement and the file cache follow the file.
    expect(await read()).toEqual([[2]]);
    expect(own.statementsRun).toBe(2);
    expect(await rejection(own.versions(['lakehouse.gold.other'], signal))).toMatchObject({ code: 'INTERNAL' });
    await own.close();
  });

  it('that are missing make the source unavailable', async () => {
    const error = await rejection(openSource(folder, ['missing']));
    expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await folder.write('vanishing', 'SELECT 1 AS n');
    const own = await openSource(folder, ['vanishing']);
    await rename(folder.path('vanishing'), folder.path('vanished'));
    expect(await rejection(rows(own, 'SELECT * FROM lakehouse.gold.vanishing'))).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
    });
    const versions = own.versions(['lakehouse.gold.vanishing'], new AbortController().signal);
    expect(await rejection(versions)).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await own.close();
  });
});

describe('life cycle', () => {
  it('opens by its settings', async () => {
    const services = {
      dataDir: folder.dir,
      demoFiles: () => Promise.resolve(new Map()),
      ownToken: () => Promise.reject(new Error('DuckDB needs no token.')),
      ca: undefined,
    };
    const tables = { 'lakehouse.gold.big': folder.path('big') };
    const own = await openConfigured('lake', { kind: 'duckdb', ...CONFIG, tables }, services);
    expect(own.runsAs).toBe('service');
    expect(await own.health(new AbortController().signal)).toMatchObject({ state: 'ready' });
    await own.close();
  });

  it('tells its health, also when every connection is busy', async () => {
    const one = await openSource(folder, ['big'], { maxConnections: 1, maxStreams: 1 });
    const iterator = (await run(one, 'SELECT * FROM lakehouse.gold.big')).batches[Symbol.asyncIterator]();
    await iterator.next();
    const health = await one.health(new AbortController().signal);
    expect(health).toMatchObject({ state: 'ready', latencyMs: expect.any(Number) });
    await iterator.return?.();
    const before = one.statementsRun;
    await one.health(new AbortController().signal);
    expect(one.statementsRun).toBe(before);
    expect(await one.health(AbortSignal.abort())).toMatchObject({ state: 'down' });
    await one.close();
    expect(await one.health(new AbortController().signal)).toMatchObject({ state: 'down' });
  });

  it('closes after running statements end, and refuses new and waiting ones', async () => {
    const one = await openSource(folder, ['big'], { maxConnections: 1, maxStreams: 1 });
    const running = rows(one, 'SELECT count(*) FROM lakehouse.gold.big');
    const waiting = rejection(rows(one, 'SELECT 1'));
    const closing = one.close();
    expect(await rejection(rows(one, 'SELECT 1'))).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(await waiting).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(await running).toEqual([[1_000_000n]]);
    await closing;
    await one.close();
  });
});
