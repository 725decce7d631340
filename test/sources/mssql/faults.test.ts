import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MssqlConfig, MssqlSource } from '../../../src/sources/mssql/mssql-source.js';
import { TDS } from '../../standins/tds/columns.js';
import type { Reply } from '../../standins/tds/session.js';
import { sendEnd, sendError, sendRows } from '../../standins/tds/tds-standin.js';
import { columnMetadata, error, row } from '../../standins/tds/tokens.js';
import { CALLERS, type DemoGateway, startDemo } from '../../support/demo-gateway.js';
import { Database, until } from './standin-fixture.js';

/*
 * What a caller sees of each fault of a SQL Server, through the doors. The demo's lakehouse is one here, which a stand-in
 * plays; the gateway, the source and the driver are the real ones.
 */
const QUERY = '{ flights(first: 2) { nodes { id } } }';
const DOCUMENT = Buffer.from('{"data":{"flights":{"nodes":[{"id":"1"},{"id":"2"}]}}}');
const BODY = [{ name: 'body', type: TDS.varbinary(8000) }];

let database: Database;
let demo: DemoGateway;
let source: MssqlSource;

beforeEach(async () => {
  database = await Database.start();
});
afterEach(async () => {
  await demo.close();
  await database.close();
});

async function start(config: Partial<MssqlConfig> = {}): Promise<void> {
  source = database.source({ maxConnections: 1, maxStreams: 1, ...config });
  // Facts of tables are asked for as well; of a table without a version no answer is kept.
  demo = await startDemo({ sources: new Map([['lakehouse', source]]), cache: false });
}

function answer(toStatement: (reply: Reply) => Promise<void>): void {
  database.standin.answer = ({ text }, reply) =>
    /\bAS place\b|\bAS one\b/u.test(text) ? sendRows(reply, [{ name: 'one', type: TDS.int }], []) : toStatement(reply);
}

const well = (reply: Reply) => sendRows(reply, BODY, [[DOCUMENT]]);
const hang = (reply: Reply) =>
  new Promise<void>((_resolve, reject) => {
    reply.signal.addEventListener('abort', () => reject(reply.signal.reason), { once: true });
  });

/** The error that a caller of GraphQL gets, or the data. */
async function asked(): Promise<unknown> {
  const { body, text } = await demo.ask('ops', QUERY);
  expect(text).not.toContain('secret');
  if (body.errors === undefined) return body.data;
  expect(body.data ?? null).toBeNull();
  const [{ message, extensions }] = body.errors;
  const { code, retryAfterMs } = extensions;
  return [code, message, retryAfterMs];
}

/** Long enough for a statement that is well. */
const SOON = { statementTimeoutMs: 1500 };
const DATA = JSON.parse(String(DOCUMENT)).data;

describe('GraphQL', () => {
  test('of a server that is well', async () => {
    await start();
    answer(well);
    expect(await asked()).toEqual(DATA);
  });

  test.each<readonly [string, string, number | undefined, (reply: Reply) => Promise<void>]>([
    ['slow', 'SOURCE_TIMEOUT', undefined, hang],
    [
      'cut in mid-result',
      'SOURCE_UNAVAILABLE',
      undefined,
      async (reply) => {
        await reply.write(Buffer.concat([columnMetadata(BODY), row(BODY, [DOCUMENT]).subarray(0, 40)]));
        await sleep(20);
        reply.cut();
      },
    ],
    [
      'ended after a whole row, before the end of the result',
      'SOURCE_UNAVAILABLE',
      undefined,
      async (reply) => {
        await reply.write(Buffer.concat([columnMetadata(BODY), row(BODY, [DOCUMENT])]));
        await reply.end();
      },
    ],
    [
      'out of workers',
      'SOURCE_UNAVAILABLE',
      10_000,
      (reply) => sendError(reply, error(10928, "the limit of 'secret' was reached")),
    ],
    ['out of memory', 'RESULT_TOO_LARGE', undefined, (reply) => sendError(reply, error(701, 'pool secret', 17))],
    ['out of temporary space', 'RESULT_TOO_LARGE', undefined, (reply) => sendError(reply, error(1105, 'secret', 17))],
    ['held up by a lock', 'SOURCE_TIMEOUT', undefined, (reply) => sendError(reply, error(1222, 'of secret'))],
    [
      'failing over the data, whose message quotes them',
      'INTERNAL',
      undefined,
      (reply) => sendError(reply, error(245, "converting 'secret'")),
    ],
  ])('%s is %s, and well again the next time', async (_name, code, retryAfterMs, fault) => {
    await start(fault === hang ? SOON : {});
    answer(fault);
    expect(await asked()).toEqual([code, expect.any(String), retryAfterMs]);
    answer(well);
    expect(await asked()).toEqual(DATA);
  });

  test('of a server that is down is SOURCE_UNAVAILABLE, and the gateway is not ready', async () => {
    await start({ port: 1 });
    expect(await asked()).toEqual(['SOURCE_UNAVAILABLE', 'A data source is not available.', undefined]);
    const ready = await fetch(`${demo.url}/readyz`);
    expect(ready.status).toBe(503);
  });

  test('of a server that restarts is answered anew', async () => {
    await start();
    answer(well);
    expect(await asked()).toEqual(DATA);
    database.standin.drop();
    expect(await asked()).toEqual(DATA);
  });

  test('with all connections taken waits its turn, and no longer than a statement may take', async () => {
    await start(SOON);
    answer(hang);
    const first = asked();
    await until(() => database.standin.calls.some(({ text }) => text.includes('[body]')));
    const second = asked();
    await until(() => source.load.documents.waitingStatements === 1);
    expect(await first).toEqual(['SOURCE_TIMEOUT', expect.any(String), undefined]);
    expect(await second).toEqual(['SOURCE_TIMEOUT', expect.any(String), undefined]);
    expect(source.load.documents.waitingStatements).toBe(0);
    answer(well);
    expect(await asked()).toEqual(DATA);
  });
});

describe('SQL', () => {
  const COLUMNS = [{ name: 'id', type: TDS.bigint }];

  async function query(): Promise<unknown> {
    const address = new URL(demo.sqlUrl);
    const client = new Client({
      host: address.hostname,
      port: Number(address.port),
      user: CALLERS.ops.user,
      password: await demo.token('ops'),
      database: 'lakehouse',
    });
    await client.connect();
    try {
      const { rows } = await client.query('SELECT flight_id FROM flights');
      return rows.length;
    } catch (thrown) {
      return (thrown as { readonly code?: string }).code;
    } finally {
      await client.end();
    }
  }

  async function some(reply: Reply, count: number): Promise<void> {
    await reply.write(columnMetadata(COLUMNS));
    await reply.write(Buffer.concat(Array.from({ length: count }, (_, index) => row(COLUMNS, [BigInt(index)]))));
  }

  test('of rows that end before their end is an error, and never fewer rows', async () => {
    await start();
    answer(async (reply) => {
      await some(reply, 5000);
      await sendEnd(reply, 5000);
    });
    expect(await query()).toBe(5000);
    answer(async (reply) => {
      await some(reply, 5000);
      await sleep(20);
      reply.cut();
    });
    expect(await query()).toBe('08006');
    answer(async (reply) => {
      await some(reply, 5000);
      await sendError(reply, error(8134, 'Divide by zero error encountered.'));
    });
    expect(await query()).toBe('22012');
  });

  test('of rows that stop coming is ended in time', async () => {
    await start(SOON);
    answer(async (reply) => {
      await some(reply, 10);
      await hang(reply);
    });
    expect(await query()).toBe('57014');
    await until(() => source.load.streams.idleConnections === 1);
  });
});
