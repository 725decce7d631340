import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TDS } from '../../standins/tds/columns.js';
import { sendError, sendRows } from '../../standins/tds/tds-standin.js';
import { error } from '../../standins/tds/tokens.js';
import { Database, refusal, rowsOf, run, until } from './standin-fixture.js';

let database: Database;
beforeEach(async () => {
  database = await Database.start();
});
afterEach(() => database.close());

const ONE = [{ name: 'a', type: TDS.int }];

describe("the server's errors", () => {
  const cases: readonly (readonly [number, string, string | undefined])[] = [
    [8134, 'INTERNAL', '22012'],
    [8115, 'INTERNAL', '22003'],
    [220, 'INTERNAL', '22003'],
    [245, 'INTERNAL', '22P02'],
    [8114, 'INTERNAL', '22P02'],
    [241, 'INTERNAL', '22007'],
    [517, 'INTERNAL', '22008'],
    [512, 'INTERNAL', '21000'],
    [208, 'INTERNAL', undefined],
    [229, 'SOURCE_UNAVAILABLE', undefined],
    [701, 'RESULT_TOO_LARGE', undefined],
    [1105, 'RESULT_TOO_LARGE', undefined],
    [1222, 'SOURCE_TIMEOUT', undefined],
    [8623, 'NOT_SUPPORTED', undefined],
    [8711, 'NOT_SUPPORTED', undefined],
    [10928, 'SOURCE_UNAVAILABLE', undefined],
    [40613, 'SOURCE_UNAVAILABLE', undefined],
  ];
  test.each(cases)('%d is %s', async (number, code, sqlState) => {
    database.standin.answer = (_call, reply) => sendError(reply, error(number, "the value 'secret' of a hidden row"));
    const source = database.source();
    const failed = await refusal(run(source));
    expect([failed.code, failed.sqlState]).toEqual([code, sqlState]);
    expect(failed.message).not.toContain('secret');
    expect(failed.publicMessage).not.toContain('secret');
    expect(failed.operatorDetail).toBe(`${number}: the value 'secret' of a hidden row`);
    // The session is as good as before.
    await until(() => source.load.streams.idleConnections === 1);
  });

  test('of several the first tells what happened', async () => {
    const tokens = Buffer.concat([error(8134, 'Divide by zero error encountered.'), error(3621, 'Terminated.')]);
    database.standin.answer = (_call, reply) => sendError(reply, tokens);
    expect((await refusal(run(database.source()))).sqlState).toBe('22012');
  });

  test('a server that takes no more says when to come back', async () => {
    database.standin.answer = (_call, reply) => sendError(reply, error(10928, 'The request limit has been reached.'));
    expect((await refusal(run(database.source()))).extensions).toEqual({ retryAfterMs: 10_000 });
  });
});

describe('a statement that loses against another transaction', () => {
  test.each([1205, 3960])('(%d) is run again, as it only reads', async (number) => {
    let lost = 0;
    database.standin.answer = (_call, reply) => {
      lost += 1;
      return lost <= 2 ? sendError(reply, error(number, 'chosen as the victim', 13)) : sendRows(reply, ONE, [[1]]);
    };
    expect(await rowsOf(await run(database.source()))).toEqual([[1]]);
    expect(database.standin.calls.length).toBe(3);
  });

  test('again and again is an error', async () => {
    database.standin.answer = (_call, reply) => sendError(reply, error(1205, 'chosen as the victim', 13));
    const failed = await refusal(run(database.source()));
    expect(failed.code).toBe('SOURCE_UNAVAILABLE');
    expect(database.standin.calls.length).toBe(3);
  });
});

describe('connections', () => {
  test('that died while they lay idle are replaced', async () => {
    database.standin.answer = (_call, reply) => sendRows(reply, ONE, [[1]]);
    const source = database.source({ maxStreams: 2 });
    await Promise.all([run(source).then(rowsOf), run(source).then(rowsOf)]);
    database.standin.drop();
    expect(await rowsOf(await run(source))).toEqual([[1]]);
  });

  test('that end while a statement runs end it: what an operator has ended is not run again', async () => {
    database.standin.answer = async (_call, reply) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      reply.cut();
    };
    const source = database.source({ maxStreams: 2 });
    expect((await refusal(run(source))).code).toBe('SOURCE_UNAVAILABLE');
    expect(database.standin.calls.length).toBe(1);
  });

  test('are no more than the pool has, and others wait', async () => {
    let running = 0;
    let most = 0;
    database.standin.answer = async (_call, reply) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 10));
      running -= 1;
      await sendRows(reply, ONE, [[1]]);
    };
    const source = database.source({ maxStreams: 2, maxConnections: 1 });
    const asked = Array.from({ length: 12 }, () => run(source).then(rowsOf));
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 12 }, () => [[1]]));
    expect(most).toBe(2);
    expect(database.standin.logins.length).toBe(2);
  });

  test('of documents are apart from those of streams', async () => {
    database.standin.answer = (_call, reply) => sendRows(reply, ONE, [[1]]);
    const source = database.source({ maxStreams: 1, maxConnections: 1 });
    const stream = await run(source);
    expect(await rowsOf(await run(source, {}, { singleRow: true }))).toEqual([[1]]);
    expect(await rowsOf(stream)).toEqual([[1]]);
    expect(database.standin.connections).toBe(2);
  });

  test('cannot be had from a server that is down', async () => {
    const source = database.source({ port: 1 });
    const failed = await refusal(run(source));
    expect([failed.code, failed.message]).toEqual(['SOURCE_UNAVAILABLE', 'The database cannot be reached.']);
  });

  test('end with the source, and nothing is served any more', async () => {
    database.standin.answer = (_call, reply) => sendRows(reply, ONE, [[1]]);
    const source = database.source();
    await rowsOf(await run(source));
    await source.close();
    await until(() => database.standin.connections === 0);
    expect((await refusal(run(source))).message).toContain('is closed');
  });
});
