import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TDS } from '../../standins/tds/columns.js';
import type { Reply } from '../../standins/tds/session.js';
import { sendEnd, sendError, sendRows } from '../../standins/tds/tds-standin.js';
import { columnMetadata, done, error, row } from '../../standins/tds/tokens.js';
import { Database, refusal, rowsOf, run, until } from './standin-fixture.js';

let database: Database;
beforeEach(async () => {
  database = await Database.start();
});
afterEach(() => database.close());

const COLUMNS = [
  { name: 'n', type: TDS.int },
  { name: 't', type: TDS.nvarchar(200) },
];
const TEXT = 'x'.repeat(200);
const metadata = columnMetadata(COLUMNS);
const line = (n: number) => row(COLUMNS, [n, TEXT]);

/** How many rows the server got rid of. */
let sent = 0;

async function sendMany(reply: Reply, count: number): Promise<void> {
  sent = 0;
  await reply.write(metadata);
  for (; sent < count; sent += 50) {
    await reply.write(Buffer.concat(Array.from({ length: 50 }, (_, index) => line(sent + index))));
  }
  await sendEnd(reply, count);
}

/** Does not end before the client gives the statement up. */
async function hang(reply: Reply): Promise<void> {
  await new Promise<void>((_resolve, reject) => {
    const onAbort = () => reject(reply.signal.reason);
    if (reply.signal.aborted) onAbort();
    else reply.signal.addEventListener('abort', onAbort, { once: true });
  });
}

describe('a long result', () => {
  test('comes whole and in order, in batches', async () => {
    database.standin.answer = (_call, reply) => sendMany(reply, 30_000);
    const { batches } = await run(database.source());
    let next = 0;
    let count = 0;
    for await (const batch of batches) {
      count += 1;
      for (const n of batch.columns[0] ?? []) {
        expect(n).toBe(next);
        next += 1;
      }
    }
    expect(next).toBe(30_000);
    expect(count).toBeGreaterThan(20);
  });

  test('stays at the server while nobody asks for it', async () => {
    const total = 200_000;
    database.standin.answer = (_call, reply) => sendMany(reply, total);
    const { batches } = await run(database.source());
    const rows = batches[Symbol.asyncIterator]();
    await rows.next();
    let before = -1;
    while (before !== sent) {
      before = sent;
      await sleep(100);
    }
    // Buffers of two sockets and of the driver, and no more.
    expect(sent).toBeLessThan(total / 4);
    let read = 0;
    for (let next = await rows.next(); next.done !== true; next = await rows.next()) read += next.value.rowCount;
    expect(read).toBeGreaterThan(total - 3000);
    expect(sent).toBe(total);
  });

  test('that is left early ends at the server, and its connection serves again', async () => {
    database.standin.answer = (_call, reply) => sendMany(reply, 1_000_000);
    const source = database.source({ maxStreams: 1 });
    for await (const _batch of (await run(source)).batches) break;
    await until(() => source.load.streams.idleConnections === 1);
    expect(database.standin.attentions).toBe(1);
    database.standin.answer = (_call, reply) => sendRows(reply, COLUMNS, [[1, 'a']]);
    expect(await rowsOf(await run(source))).toEqual([[1, 'a']]);
    expect(database.standin.logins.length).toBe(1);
  });
});

describe('a statement that must stop', () => {
  test.each([
    ['before its first row', () => hang],
    [
      'between its rows',
      () => async (reply: Reply) => {
        await reply.write(Buffer.concat([metadata, line(0)]));
        await hang(reply);
      },
    ],
  ])('%s, as its caller leaves, is told to the server', async (_name, answer) => {
    database.standin.answer = (_call, reply) => answer()(reply);
    const source = database.source({ maxStreams: 1 });
    const leave = new AbortController();
    const work = run(source, {}, { signal: leave.signal }).then(rowsOf);
    await until(() => database.standin.calls.length === 1);
    leave.abort();
    expect((await refusal(work)).code).toBe('CANCELLED');
    await until(() => source.load.streams.idleConnections === 1);
    expect(database.standin.attentions).toBe(1);
    database.standin.answer = (_call, reply) => sendRows(reply, COLUMNS, [[1, 'a']]);
    expect(await rowsOf(await run(source))).toEqual([[1, 'a']]);
    expect(database.standin.logins.length).toBe(1);
  });

  test('as its time is over', async () => {
    database.standin.answer = (_call, reply) => hang(reply);
    const source = database.source({ maxStreams: 1 });
    expect((await refusal(run(source, {}, { timeoutMs: 60 }))).code).toBe('SOURCE_TIMEOUT');
    await until(() => source.load.streams.idleConnections === 1);
    expect(database.standin.attentions).toBe(1);
  });

  test('while nobody reads it gives its connection back all the same', async () => {
    database.standin.answer = (_call, reply) => sendMany(reply, 1_000_000);
    const source = database.source({ maxStreams: 1 });
    const leave = new AbortController();
    const { batches } = await run(source, {}, { signal: leave.signal });
    const rows = batches[Symbol.asyncIterator]();
    await rows.next();
    leave.abort();
    await until(() => source.load.streams.idleConnections === 1);
    expect((await refusal(rows.next())).code).toBe('CANCELLED');
  });

  test('in the queue leaves it, and takes no time of others', async () => {
    database.standin.answer = (_call, reply) => hang(reply);
    const source = database.source({ maxStreams: 1 });
    const first = new AbortController();
    const held = run(source, {}, { signal: first.signal });
    await until(() => database.standin.calls.length === 1);
    const queued = run(source, {}, { timeoutMs: 50 });
    expect((await refusal(queued)).code).toBe('SOURCE_TIMEOUT');
    expect(source.load.streams.waitingStatements).toBe(0);
    first.abort();
    expect((await refusal(held)).code).toBe('CANCELLED');
    expect(database.standin.calls.length).toBe(1);
  });

  test('at a server that does not answer to it loses its connection', async () => {
    database.standin.answer = () => new Promise(() => undefined);
    const source = database.source({ maxStreams: 1 });
    expect((await refusal(run(source, {}, { timeoutMs: 60 }))).code).toBe('SOURCE_TIMEOUT');
    database.standin.answer = (_call, reply) => sendRows(reply, COLUMNS, [[1, 'a']]);
    expect(await rowsOf(await run(source))).toEqual([[1, 'a']]);
    expect(database.standin.logins.length).toBe(2);
  });
});

describe('a result that is no whole one is an error', () => {
  const some = Buffer.concat([metadata, line(0), line(1)]);
  const faults: readonly (readonly [string, (reply: Reply) => Promise<void>])[] = [
    [
      'its connection ends between rows',
      async (reply) => {
        await reply.write(some);
        await sleep(20);
        reply.cut();
      },
    ],
    [
      'its connection ends within a row',
      async (reply) => {
        await reply.write(Buffer.concat([some, line(2).subarray(0, 100)]));
        await sleep(20);
        reply.cut();
      },
    ],
    [
      'its message ends between rows',
      async (reply) => {
        await reply.write(some);
        await reply.end();
      },
    ],
    [
      'its message ends within a row',
      async (reply) => {
        await reply.write(Buffer.concat([some, line(2).subarray(0, 100)]));
        await reply.end();
      },
    ],
    [
      'the server counts more rows',
      async (reply) => {
        await reply.write(some);
        await sendEnd(reply, 3);
      },
    ],
  ];
  test.each(faults)('%s', async (_name, fault) => {
    database.standin.answer = (_call, reply) => fault(reply);
    const source = database.source({ maxStreams: 1 });
    const failed = await refusal(run(source).then(rowsOf));
    expect(failed.code).toBe('SOURCE_UNAVAILABLE');
    database.standin.answer = (_call, reply) => sendRows(reply, COLUMNS, [[1, 'a']]);
    expect(await rowsOf(await run(source))).toEqual([[1, 'a']]);
  });

  test('an error follows its rows', async () => {
    database.standin.answer = async (_call, reply) => {
      await reply.write(some);
      await sendError(reply, error(8134, 'Divide by zero error encountered.'));
    };
    const source = database.source({ maxStreams: 1 });
    const failed = await refusal(run(source).then(rowsOf));
    expect([failed.code, failed.sqlState]).toEqual(['INTERNAL', '22012']);
    await until(() => source.load.streams.idleConnections === 1);
  });

  test('the end says that there was an error, and none was sent', async () => {
    database.standin.answer = async (_call, reply) => {
      await reply.write(Buffer.concat([some, done('procedure', ['error'])]));
      await reply.end();
    };
    expect((await refusal(run(database.source()).then(rowsOf))).code).toBe('INTERNAL');
  });
});
