import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INT64 } from '../../../src/query/types.js';
import type { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { CONFIG, openSource, ParquetFolder, rejection, rows, run, within } from './source-fixture.js';

/** Runs for minutes unless it is stopped. */
const ENDLESS = 'SELECT count(*) FROM range(100000000) a, range(100000) b WHERE (a.range * b.range) % 7 = 3';
/** Yields its first rows at once and would go on for minutes. */
const ENDLESS_ROWS = 'SELECT a.range FROM range(100000000) a, range(100000) b';
const IDLE = { idleConnections: CONFIG.maxConnections, waitingStatements: 0 };

let folder: ParquetFolder;
let source: DuckdbSource;

beforeAll(async () => {
  folder = await ParquetFolder.create();
  await folder.write('numbers', 'SELECT i FROM range(200000) t(i)');
  source = await openSource(folder, ['numbers']);
});

afterAll(async () => {
  await source.close();
  await folder.remove();
});

/** Milliseconds until every connection is free again. */
async function untilIdle(busy: DuckdbSource, connections: number): Promise<number> {
  const startedAt = performance.now();
  while (busy.load.streams.idleConnections < connections) {
    if (performance.now() - startedAt > 20_000) throw new Error('A connection never came back.');
    await sleep(1);
  }
  return performance.now() - startedAt;
}

async function elapsed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, ms: performance.now() - startedAt };
}

describe('cancel', () => {
  it('before the start never runs the statement', async () => {
    const before = source.statementsRun;
    const controller = new AbortController();
    controller.abort();
    expect(await rejection(run(source, 'SELECT 1', within(1000, controller)))).toMatchObject({ code: 'CANCELLED' });
    expect(source.statementsRun).toBe(before);
    expect(source.load.streams).toEqual(IDLE);
  });

  it.each([false, true])(
    'of a running statement answers within 50 ms and frees the connection (singleRow: %s)',
    async (singleRow) => {
      const times: number[] = [];
      for (let round = 0; round < 11; round += 1) {
        const controller = new AbortController();
        const running = rejection(rows(source, ENDLESS, { ...within(20_000, controller), singleRow }));
        // 0: the abort comes before the engine has begun.
        await sleep(round * 5);
        const { value, ms } = await elapsed(() => {
          controller.abort();
          return running;
        });
        expect(value).toMatchObject({ code: 'CANCELLED' });
        times.push(ms);
        await untilIdle(source, CONFIG.maxConnections);
      }
      // The median, because the machine that runs the tests may be busy with others.
      expect(times.sort((a, b) => a - b)[5]).toBeLessThan(50);
      expect(await rows(source, 'SELECT 7')).toEqual([[7]]);
    },
  );

  it('between two batches fails the next one, never ends the result early', async () => {
    const controller = new AbortController();
    const iterator = (await run(source, ENDLESS_ROWS, within(20_000, controller))).batches[Symbol.asyncIterator]();
    expect((await iterator.next()).done).toBe(false);
    controller.abort();
    expect(await rejection(iterator.next())).toMatchObject({ code: 'CANCELLED' });
    expect(await rejection(iterator.next())).toMatchObject({ code: 'CANCELLED' });
    await untilIdle(source, CONFIG.maxConnections);
  });

  it('after the end does nothing', async () => {
    const controller = new AbortController();
    expect(await rows(source, 'SELECT 1', within(1000, controller))).toEqual([[1]]);
    controller.abort();
    expect(await rows(source, 'SELECT 2')).toEqual([[2]]);
    expect(source.load.streams).toEqual(IDLE);
  });

  it('200 times at random under load: each reply is its own, whole or an error', async () => {
    let cancelled = 0;
    const text = 'SELECT $1::BIGINT AS tag, i FROM lakehouse.gold.numbers WHERE i < $2::BIGINT ORDER BY i DESC';
    const one = async (tag: number) => {
      const controller = new AbortController();
      const count = 1 + ((tag * 7919) % 60_000);
      const parameters = [
        { value: BigInt(tag), type: INT64 },
        { value: BigInt(count), type: INT64 },
      ];
      const aborts = tag % 2 === 0;
      if (aborts) setTimeout(() => controller.abort(), Math.random() * 400);
      try {
        const found = await rows(source, text, within(30_000, controller), parameters);
        expect(found).toHaveLength(count);
        expect(found[0]).toEqual([BigInt(tag), BigInt(count - 1)]);
        expect(found.every(([own]) => own === BigInt(tag))).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: 'CANCELLED' });
        expect(aborts).toBe(true);
        cancelled += 1;
      }
    };
    await Promise.all(Array.from({ length: 400 }, (_, tag) => one(tag)));
    expect(cancelled).toBeGreaterThan(20);
    await untilIdle(source, CONFIG.maxConnections);
    expect(source.load.streams).toEqual(IDLE);
  }, 60_000);
});

describe('timeout', () => {
  it('stops a statement at its limit', async () => {
    const { value, ms } = await elapsed(() => rejection(rows(source, ENDLESS, within(100))));
    expect(value).toMatchObject({ code: 'SOURCE_TIMEOUT' });
    expect(ms).toBeGreaterThanOrEqual(95);
    expect(ms).toBeLessThan(2000);
    await untilIdle(source, CONFIG.maxConnections);
  });

  it('of the configuration holds where it is shorter', async () => {
    const hasty = await openSource(folder, ['numbers'], { statementTimeoutMs: 50 });
    expect(await rejection(rows(hasty, ENDLESS))).toMatchObject({ code: 'SOURCE_TIMEOUT' });
    await untilIdle(hasty, CONFIG.maxConnections);
    await hasty.close();
  });

  it('counts the time in the queue, and one who waits too long never runs', async () => {
    const one = await openSource(folder, ['numbers'], { maxConnections: 1, maxStreams: 1 });
    const controller = new AbortController();
    const running = rejection(rows(one, ENDLESS, within(20_000, controller)));
    const { value, ms } = await elapsed(() => rejection(rows(one, 'SELECT 1', within(60))));
    expect(value).toMatchObject({ code: 'SOURCE_TIMEOUT' });
    expect(ms).toBeLessThan(2000);
    expect(one.statementsRun).toBe(1);
    expect(one.load.streams.waitingStatements).toBe(0);
    controller.abort();
    expect(await running).toMatchObject({ code: 'CANCELLED' });
    await untilIdle(one, 1);
    await one.close();
  });

  it('does not count the time in which a stream waits for its reader, and an abort frees what nobody reads', async () => {
    const controller = new AbortController();
    const result = await run(source, ENDLESS_ROWS, within(2_000, controller));
    const batches = result.batches[Symbol.asyncIterator]();
    await batches.next();
    await sleep(2_200);
    expect((await batches.next()).done).toBe(false);
    controller.abort();
    await untilIdle(source, CONFIG.maxConnections);
    expect(await rejection(batches.next())).toMatchObject({ code: 'CANCELLED' });
  });
});

describe('queue', () => {
  it('serves in the order of asking, and lets those who leave go', async () => {
    const order: string[] = [];
    const one = await openSource(
      folder,
      ['numbers'],
      { maxConnections: 1, maxStreams: 1 },
      { onStatement: (sql) => order.push(sql) },
    );
    const controller = new AbortController();
    const running = rejection(rows(one, ENDLESS, within(20_000, controller)));
    const leaver = new AbortController();
    const waiting = [1, 2, 3, 4, 5].map((n) =>
      n === 3 ? rejection(rows(one, 'SELECT 3', within(20_000, leaver))) : rows(one, `SELECT ${n}`),
    );
    expect(one.load.streams.waitingStatements).toBe(5);
    leaver.abort();
    expect(await waiting[2]).toMatchObject({ code: 'CANCELLED' });
    expect(one.load.streams.waitingStatements).toBe(4);
    controller.abort();
    await running;
    expect(await Promise.all(waiting)).toEqual([[[1]], [[2]], expect.anything(), [[4]], [[5]]]);
    expect(order).toEqual([ENDLESS, 'SELECT 1', 'SELECT 2', 'SELECT 4', 'SELECT 5']);
    await one.close();
  });

  it('runs as many at a time as there are connections', async () => {
    const controllers = Array.from({ length: 6 }, () => new AbortController());
    const running = controllers.map((controller) => rejection(rows(source, ENDLESS, within(20_000, controller))));
    expect(source.load.streams).toEqual({ idleConnections: 0, waitingStatements: 2 });
    for (const controller of controllers) controller.abort();
    for (const error of await Promise.all(running)) expect(error).toMatchObject({ code: 'CANCELLED' });
    await untilIdle(source, CONFIG.maxConnections);
    expect(source.load.streams).toEqual(IDLE);
  });
});
