import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.js';
import { INT64, STRING } from '../../src/query/types.js';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import type { ResultBatch, ResultField } from '../../src/sources/source.js';

const CONFIG = {
  threads: 1,
  maxConnections: 1,
  maxStreams: 1,
  memoryLimitMb: 64,
  maxSpillMb: 32,
  statementTimeoutMs: 30_000,
};
const FIELDS: readonly ResultField[] = [
  { name: 'id', type: INT64 },
  { name: 'name', type: STRING },
];
const MAX_ROWS = 10_000_000;

/** Batches of ids from 0 on, with a text of so many characters each. */
async function* numbered(
  batches: number,
  length: number,
  failAt = Number.POSITIVE_INFINITY,
): AsyncGenerator<ResultBatch> {
  for (let batch = 0; batch < batches; batch += 1) {
    if (batch === failAt) throw new GatewayError('SOURCE_UNAVAILABLE', 'The database cannot be reached.');
    const ids = Array.from({ length: 2000 }, (_, row) => BigInt(batch * 2000 + row));
    yield { rowCount: 2000, columns: [ids, ids.map((id) => String(id).padEnd(length, 'x'))] };
  }
}

describe('an engine that joins what others have', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'medallion-faults-'));
  let source: DuckdbSource;

  beforeAll(async () => {
    source = await DuckdbSource.open({ name: 'host', config: CONFIG, tables: new Map(), dataDir });
  });
  afterAll(async () => {
    await source.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const open = (signal = new AbortController().signal, timeoutMs = 30_000) => source.openHost({ signal, timeoutMs });

  async function count(session: Awaited<ReturnType<typeof open>>, table: string): Promise<unknown> {
    const { batches } = await session.execute({ text: `SELECT count(*) FROM "${table}"`, parameters: [] }, false);
    for await (const { columns } of batches) return columns[0]?.[0];
    return undefined;
  }

  it('holds more than its memory, on disk, and gives it back', async () => {
    const session = await open();
    expect(await session.load('t', FIELDS, numbered(40, 1000), MAX_ROWS)).toBe(80_000);
    expect(await count(session, 't')).toBe(80_000n);
    await session.close();
    const next = await open();
    await expect(count(next, 't')).rejects.toMatchObject({ code: 'INTERNAL' });
    await next.close();
  });

  it('fails whole where a source fails in the middle of its rows', async () => {
    const session = await open();
    const loading = session.load('t', FIELDS, numbered(50, 10, 20), MAX_ROWS);
    await expect(loading).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await session.close();
  });

  it('says what is too large: rows, or room on disk', async () => {
    const session = await open();
    await expect(session.load('t', FIELDS, numbered(10, 10), 12_345)).rejects.toMatchObject({
      code: 'RESULT_TOO_LARGE',
      message: expect.stringContaining('12345'),
    });
    await session.close();
    const full = await open();
    // Texts that do not compress, of more than may be spilled.
    const random =
      'SELECT range AS id, md5(range::VARCHAR) || md5((range + 1)::VARCHAR) || md5((range + 2)::VARCHAR) AS name FROM range(4000000)';
    await expect(full.compute('u', FIELDS, { text: random, parameters: [] })).rejects.toMatchObject({
      code: 'RESULT_TOO_LARGE',
    });
    await full.close();
  }, 120_000);

  it('stops when the caller leaves or the time is over, and serves the next one', async () => {
    const endless = {
      text: "SELECT count(*) AS id, '' AS name FROM range(100000000) a, range(1000) b",
      parameters: [],
    };
    const controller = new AbortController();
    const left = await open(controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(left.compute('t', FIELDS, endless)).rejects.toMatchObject({ code: 'CANCELLED' });
    await left.close();
    const late = await open(new AbortController().signal, 100);
    await expect(late.compute('t', FIELDS, endless)).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    await late.close();
    const next = await open();
    expect(await next.load('t', FIELDS, numbered(1, 10), MAX_ROWS)).toBe(2000);
    await next.close();
  });

  it('takes four at once; a fifth waits for its turn', async () => {
    const sessions = await Promise.all([open(), open(), open(), open()]);
    await expect(open(new AbortController().signal, 100)).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    const waiting = open();
    await sessions[0]?.close();
    await (await waiting).close();
    await Promise.all(sessions.map((session) => session.close()));
  });
});
