import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { asBytewise } from '../../../src/functions/dialects/mysql/collation.js';
import { BOOLEAN, DATE, type DataType, decimalType, INT64, STRING, TIME, TIMESTAMP } from '../../../src/query/types.js';
import { type MysqlConfig, MysqlSource } from '../../../src/sources/mysql/mysql-source.js';
import type { SqlStatement } from '../../../src/sql/statement.js';
import { findMariadb, type MariadbServer, startMariadb } from '../../support/services/mariadb-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { configOf } from './open-mariadb.js';
import { TcpProxy } from './tcp-proxy.js';

const ROWS = 200_000;
const MANY = `SELECT seq, REPEAT('x', 100) AS t FROM v.seq_1_to_${ROWS}`;
const plain = (text: string, resultTypes?: readonly DataType[]): SqlStatement =>
  resultTypes === undefined ? { text, parameters: [] } : { text, parameters: [], resultTypes };

let server: MariadbServer;
let proxy: TcpProxy;
let source: MysqlSource;
let opened: MysqlSource[] = [];

function open(config: Partial<MysqlConfig> = {}): MysqlSource {
  const made = new MysqlSource('shop', { ...configOf({ ...server, port: proxy.port }), ...config }, { ca: undefined });
  opened.push(made);
  return made;
}

interface Asked {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly singleRow?: boolean;
}

async function rowsOf(statement: SqlStatement, asked: Asked = {}, from = source): Promise<unknown[][]> {
  const options = { signal: new AbortController().signal, timeoutMs: 20_000, ...asked };
  const { batches } = await from.execute(statement, options);
  const rows: unknown[][] = [];
  for await (const { rowCount, columns } of batches)
    for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((column) => column[row]));
  return rows;
}

async function failureOf(work: Promise<unknown>): Promise<GatewayError> {
  const error = await work.then(
    () => expect.fail('it did not fail'),
    (thrown: unknown) => thrown,
  );
  return error instanceof GatewayError ? error : expect.fail(String(error));
}

/** Statements that run on the server, those of the tests aside. */
async function running(): Promise<number> {
  const rows = await server.script(
    "SELECT COUNT(*) FROM information_schema.processlist WHERE command IN ('Query', 'Execute') AND id <> CONNECTION_ID()",
  );
  return Number(rows[0]?.[0]);
}

async function untilIdle(): Promise<void> {
  for (const deadline = Date.now() + 5_000; (await running()) > 0; await sleep(20))
    if (Date.now() > deadline) expect.fail('a statement still runs on the server');
}

describe.skipIf(isAbsent('MariaDB', findMariadb()))('a MySQL source on MariaDB', () => {
  beforeAll(async () => {
    server = await startMariadb();
    await server.script('CREATE DATABASE v');
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    proxy = await TcpProxy.start(server.port);
    source = open();
  });
  afterEach(async () => {
    await proxy.close();
    await Promise.all(opened.map((made) => made.close()));
    opened = [];
  });

  test('values at the ends of their types come exactly', async () => {
    await server.script(`CREATE DATABASE IF NOT EXISTS v; USE v; DROP TABLE IF EXISTS t;
      CREATE TABLE t (id INT, b BIGINT, u BIGINT UNSIGNED, d DECIMAL(38,10), x DOUBLE, s TEXT, j JSON, e ENUM('é','b'),
        y YEAR, m DATETIME(6), z TIMESTAMP(6) NULL, c TIME(6), g DATE, l LONGBLOB, i TINYINT(1), f CHAR(5)) CHARACTER SET utf8mb4;
      SET time_zone = '+02:00';
      INSERT INTO t VALUES (1, -9223372036854775808, 18446744073709551615, '-9999999999999999999999999999.9999999999',
        5e-324, '🛫''\\\\', '{"a": 1}', 'é', 2155, '9999-12-31 23:59:59.999999', '2001-01-01 02:00:00.5', '23:59:59.000001',
        '0001-01-01', X'00ff', 2, 'ab'), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
    const types: DataType[] = [
      INT64,
      decimalType(20, 0),
      decimalType(38, 10),
      { kind: 'float', bits: 64 },
      STRING,
      { kind: 'json' },
      STRING,
      { kind: 'integer', bits: 32 },
      { kind: 'timestamp', zoned: false },
      TIMESTAMP,
      TIME,
      DATE,
      { kind: 'binary' },
      BOOLEAN,
      STRING,
    ];
    const [full, empty] = await rowsOf(
      plain('SELECT b, u, d, x, s, j, e, y, m, z, c, g, l, i, f FROM v.t ORDER BY id', types),
    );
    expect(full).toEqual([
      -9223372036854775808n,
      '18446744073709551615',
      '-9999999999999999999999999999.9999999999',
      5e-324,
      "🛫'\\",
      '{"a": 1}',
      'é',
      2155,
      '9999-12-31T23:59:59.999999',
      '2001-01-01T00:00:00.5Z',
      '23:59:59.000001',
      '0001-01-01',
      new Uint8Array([0, 255]),
      true,
      'ab',
    ]);
    expect(empty).toEqual(types.map(() => null));
  });

  test('parameters arrive as they are, in the order of their numbers', async () => {
    const text =
      "SELECT CAST(?2 AS CHAR), CAST(?1 AS CHAR), '?1', CAST(?2 AS CHAR), `?1`.v FROM (SELECT 1 AS v) AS `?1`";
    const parameters = [`'; DROP TABLE x -- \\`, '\u0001é'].map((value) => ({ value, type: STRING }));
    expect(await rowsOf({ text, parameters })).toEqual([['\u0001é', `'; DROP TABLE x -- \\`, '?1', '\u0001é', 1]]);
  });

  test('reads only', async () => {
    const error = await failureOf(rowsOf(plain('CREATE TABLE v.made (a INT)')));
    expect([error.code, error.operatorDetail]).toEqual(['INTERNAL', expect.stringContaining('1792')]);
  });

  test('a value that the server cuts, clips or drops is an error', async () => {
    const states: unknown[] = [];
    for (const text of [
      "SELECT CAST('12x' AS SIGNED)",
      'SELECT CAST(999.99 AS DECIMAL(4,2))',
      "SELECT DATE'9999-12-31' + INTERVAL 1 DAY",
      'SELECT 1 / 0',
      'SELECT CAST(seq * 1e18 AS SIGNED) FROM v.seq_1_to_10',
      "SELECT CONCAT(REPEAT('x', 10000000), REPEAT('x', 10000000))",
      "SELECT GROUP_CONCAT(REPEAT('x', 1000000)) FROM v.seq_1_to_20",
    ]) {
      const { code, sqlState } = await failureOf(rowsOf(plain(text), { singleRow: true }));
      states.push(sqlState ?? code);
    }
    expect(states).toEqual(['22P02', '22003', '22008', '22012', '22003', 'RESULT_TOO_LARGE', 'RESULT_TOO_LARGE']);
  });

  test('columns of other character sets are compared without their index', async () => {
    await server.script(`CREATE DATABASE IF NOT EXISTS v; USE v; DROP TABLE IF EXISTS a, b;
      CREATE TABLE a (s VARCHAR(10) PRIMARY KEY) CHARACTER SET latin1; CREATE TABLE b (s VARCHAR(10)) CHARACTER SET utf8mb4;
      INSERT INTO a VALUES ('é'), ('f'); INSERT INTO b VALUES ('é'), ('E')`);
    const equal = (x: string, y: string) =>
      `/* index: */ ${x} = JSON_UNQUOTE(JSON_QUOTE(${y})) AND /* end */ ${asBytewise(x)} = ${asBytewise(y)}`;
    const text = `SELECT a.s FROM v.a JOIN v.b ON ${equal('a.s', 'b.s')}`;
    expect(await rowsOf(plain(text))).toEqual([['é']]);
  });

  test('a statement past its time is ended on the server too', async () => {
    const startedAt = performance.now();
    const error = await failureOf(rowsOf(plain('SELECT SLEEP(30)'), { timeoutMs: 300 }));
    expect(error.code).toBe('SOURCE_TIMEOUT');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await untilIdle();
    expect(await rowsOf(plain('SELECT 1'))).toEqual([[1]]);
  });

  test('a cancelled statement is ended on the server too, also between its rows', async () => {
    const controller = new AbortController();
    const slow = failureOf(rowsOf(plain('SELECT SLEEP(30)'), { signal: controller.signal }));
    await sleep(200);
    controller.abort();
    expect((await slow).code).toBe('CANCELLED');
    const other = new AbortController();
    const { batches } = await source.execute(plain(MANY), { signal: other.signal, timeoutMs: 20_000 });
    const iterator = batches[Symbol.asyncIterator]();
    expect((await iterator.next()).done).toBe(false);
    other.abort();
    expect((await failureOf(iterator.next())).code).toBe('CANCELLED');
    await untilIdle();
    expect(source.load.streams.openConnections - source.load.streams.idleConnections).toBe(0);
  });

  test('a reader that stops early leaves nothing behind, and one that is slow holds the server up', async () => {
    const { batches } = await source.execute(plain(MANY), { signal: new AbortController().signal, timeoutMs: 20_000 });
    let read = 0;
    for await (const { rowCount } of batches) {
      read += rowCount;
      await sleep(300);
      expect(await running()).toBe(1);
      break;
    }
    expect(read).toBeLessThan(ROWS);
    await untilIdle();
    expect((await rowsOf(plain(MANY))).length).toBe(ROWS);
  });

  test('a result that is cut is an error, never a shorter result', async () => {
    proxy.cutAfterBytes = 3_000_000;
    const error = await failureOf(rowsOf(plain(MANY)));
    expect(error.code).toBe('SOURCE_UNAVAILABLE');
    proxy.cutAfterBytes = undefined;
    expect((await rowsOf(plain(MANY))).length).toBe(ROWS);
  });

  test('a connection that is reset in mid-result is an error', async () => {
    const { batches } = await source.execute(plain(MANY), { signal: new AbortController().signal, timeoutMs: 20_000 });
    const iterator = batches[Symbol.asyncIterator]();
    await iterator.next();
    proxy.dropAll();
    const drain = async () => {
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next());
    };
    expect((await failureOf(drain())).code).toBe('SOURCE_UNAVAILABLE');
  });

  test('a server that falls silent is given up in time', async () => {
    await rowsOf(plain('SELECT 1'));
    await proxy.set('silent');
    const error = await failureOf(rowsOf(plain('SELECT 1'), { timeoutMs: 500 }));
    expect(error.code).toBe('SOURCE_TIMEOUT');
    await proxy.set('pass');
    expect(await rowsOf(plain('SELECT 1'))).toEqual([[1]]);
  });

  test('a server that is down is told, and used again when it is back', async () => {
    expect((await source.health(new AbortController().signal)).state).toBe('ready');
    await proxy.set('refuse');
    expect((await failureOf(rowsOf(plain('SELECT 1')))).code).toBe('SOURCE_UNAVAILABLE');
    expect((await source.health(new AbortController().signal)).state).toBe('down');
    await proxy.set('pass');
    expect(await rowsOf(plain('SELECT 1'))).toEqual([[1]]);
    expect((await source.health(new AbortController().signal)).state).toBe('ready');
  });

  test('connections that died while they lay idle are not told of', async () => {
    await Promise.all([1, 2, 3].map(() => rowsOf(plain('SELECT 1'))));
    proxy.dropAll();
    expect(await rowsOf(plain('SELECT 1'))).toEqual([[1]]);
  });

  test('statements wait for a connection, and no longer than their time', async () => {
    const narrow = open({ maxStreams: 1 });
    const options = { signal: new AbortController().signal, timeoutMs: 20_000 };
    const { batches } = await narrow.execute(plain(MANY), options);
    const iterator = batches[Symbol.asyncIterator]();
    await iterator.next();
    expect((await failureOf(rowsOf(plain('SELECT 1'), { timeoutMs: 300 }, narrow))).code).toBe('SOURCE_TIMEOUT');
    const waiting = rowsOf(plain('SELECT 2'), {}, narrow);
    await iterator.return?.();
    expect(await waiting).toEqual([[2]]);
    expect(narrow.load.streams.waitingStatements).toBe(0);
  });

  test('a refused login and too many connections are the operator’s to see', async () => {
    await server.script(
      "CREATE USER IF NOT EXISTS one IDENTIFIED BY 'secret' WITH MAX_USER_CONNECTIONS 1; GRANT SELECT ON *.* TO one",
    );
    const password = (text: string) => ({ reveal: () => text });
    const refused = await failureOf(rowsOf(plain('SELECT 1'), {}, open({ user: 'one', password: password('wrong') })));
    expect([refused.code, refused.message]).toEqual([
      'SOURCE_UNAVAILABLE',
      "The database refuses the gateway's login.",
    ]);
    const single = open({ user: 'one', password: password('secret') });
    const answers = await Promise.allSettled([1, 2].map(() => rowsOf(plain('SELECT SLEEP(0.5)'), {}, single)));
    const failed = answers.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
    const { code, message } = (failed ?? expect.fail('none failed')).reason as GatewayError;
    expect([code, message]).toEqual(['SOURCE_UNAVAILABLE', 'The database takes no more connections now.']);
  });

  test('a statement that somebody else kills, and a table that is not there', async () => {
    const killed = failureOf(rowsOf(plain('SELECT SLEEP(30)')));
    await sleep(300);
    const [[id] = []] = await server.script(
      "SELECT id FROM information_schema.processlist WHERE info LIKE '%SLEEP(30)%' AND id <> CONNECTION_ID()",
    );
    await server.script(`KILL CONNECTION ${String(id)}`);
    expect((await killed).code).toBe('SOURCE_UNAVAILABLE');
    expect((await failureOf(rowsOf(plain('SELECT * FROM v.absent')))).code).toBe('SOURCE_UNAVAILABLE');
  });

  test('closing lets running statements end and refuses others', async () => {
    const running = rowsOf(plain('SELECT SLEEP(0.5)'));
    await sleep(100);
    const closing = source.close();
    expect((await failureOf(rowsOf(plain('SELECT 1')))).code).toBe('SOURCE_UNAVAILABLE');
    expect(await running).toEqual([[0]]);
    await closing;
  });
});
