import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.js';
import { runStages } from '../../src/execute/run-stages.js';
import type { ComputeStage, FetchStage, KeySet, Stage } from '../../src/plan/federation/stage.js';
import { column, project } from '../../src/query/build.js';
import type { Field, Relation } from '../../src/query/relation.js';
import { BOOLEAN, INT64 } from '../../src/query/types.js';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import type { HostSession, ResultBatch, Source, StatementOptions } from '../../src/sources/source.js';
import type { SqlStatement } from '../../src/sql/statement.js';

const CONFIG = { threads: 1, maxConnections: 1, maxStreams: 1, memoryLimitMb: 64, statementTimeoutMs: 30_000 };
const FIELDS: readonly Field[] = [{ name: 'id', type: INT64, nullable: true }];
const ID = column('t', 'id', INT64);
const BATCHES = 3;

interface Call {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly signal: AbortSignal;
  /** Lets it give its rows. */
  readonly go: () => void;
  readonly fail: (error: unknown) => void;
}

/** A source that gives nothing before it is told to, and knows how many ask at the same time. */
class SlowSource {
  readonly traits = { topNRows: undefined, sortsWholeGroups: false };
  readonly calls: Call[] = [];
  readonly ended: string[] = [];
  running = 0;
  most = 0;

  constructor(readonly dialect: Source['dialect']) {}

  async execute({ text, parameters }: SqlStatement, { signal }: Pick<StatementOptions, 'signal'>) {
    return {
      fields: FIELDS,
      batches: this.batches(
        text,
        parameters.map(({ value }) => value),
        signal,
      ),
    };
  }

  private async *batches(text: string, values: readonly unknown[], signal: AbortSignal): AsyncGenerator<ResultBatch> {
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    try {
      await new Promise<void>((go, fail) => {
        this.calls.push({ text, values, signal, go, fail });
        signal.addEventListener('abort', () => fail(new GatewayError('CANCELLED', 'The request was cancelled.')));
      });
      for (let batch = 0; batch < BATCHES; batch += 1)
        yield { rowCount: 2, columns: [[BigInt(batch * 2), BigInt(batch * 2 + 1)]] };
    } finally {
      this.running -= 1;
      this.ended.push(text);
    }
  }

  /** Resolves when so many statements have been asked. */
  async asked(count: number): Promise<void> {
    while (this.calls.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const table = (name: string): Relation => ({ kind: 'reference', name, alias: 't', fields: FIELDS });

function fetch(name: string, keys: readonly KeySet[] = []): FetchStage {
  const input = table(`${name}_rows`);
  const reduced = keys.reduce<Relation>((current, set) => {
    const relation: Relation = { kind: 'reference', name: set.name, alias: set.name, fields: FIELDS };
    const predicate = { kind: 'in-subquery', operands: [ID], relation, type: BOOLEAN, optional: true } as const;
    return { kind: 'filter', input: current, predicate };
  }, input);
  const relation = project(reduced, `${name}o`, [{ name: 'id', expression: ID }]);
  return { kind: 'fetch', name, source: 'slow', relation, fields: FIELDS, keys, estimatedRows: 1 };
}

const staged = (name: string): Relation => ({ kind: 'reference', name, alias: 't', fields: FIELDS, staged: true });

const keysOf = (name: string): KeySet => ({
  name: `keys_${name}`,
  relation: { kind: 'distinct', input: project(staged(name), 'k', [{ name: 'id', expression: ID }]) },
  columns: [ID],
  from: name,
});

const compute = (name: string, from: string): ComputeStage => ({
  kind: 'compute',
  name,
  relation: project(staged(from), 'c', [{ name: 'id', expression: ID }]),
});

describe('stages of a join across sources', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'medallion-stages-'));
  let host: DuckdbSource;
  let slow: SlowSource;
  let caller: AbortController;
  let session: HostSession;
  let run: (stages: readonly Stage[], maxFetchedRows?: number) => Promise<void>;

  beforeAll(async () => {
    host = await DuckdbSource.open({ name: 'host', config: CONFIG, tables: new Map(), dataDir });
  });
  afterAll(async () => {
    await host.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    slow = new SlowSource(host.dialect);
    caller = new AbortController();
    const stopped = new AbortController();
    const signal = AbortSignal.any([caller.signal, stopped.signal]);
    session = await host.openHost({ signal, timeoutMs: 30_000 });
    run = (stages, maxFetchedRows = 1000) =>
      runStages(stages, {
        session,
        host,
        source: () => slow as unknown as Source,
        optionsFor: () => ({ signal, timeoutMs: 30_000 }),
        signal,
        stop: () => stopped.abort(),
        predict: () => Promise.reject(new Error('There is no model here.')),
        maxPredictedRows: () => 0,
        maxFetchedRows,
      });
  });
  afterEach(() => session.close());

  async function rowsOf(name: string): Promise<unknown> {
    const { batches } = await session.execute({ text: `SELECT count(*) FROM "${name}"`, parameters: [] }, false);
    const read: unknown[] = [];
    for await (const { columns } of batches) read.push(columns[0]?.[0]);
    return read[0];
  }

  it('run at the same time where none needs the other, four at most', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const running = run(names.map((name) => fetch(name)));
    await slow.asked(4);
    expect(slow.running).toBe(4);
    for (let index = 0; index < names.length; index += 1) {
      await slow.asked(index + 1);
      slow.calls[index]?.go();
    }
    await running;
    expect(slow.most).toBe(4);
    for (const name of names) expect(await rowsOf(name)).toBe(BigInt(BATCHES * 2));
  });

  it('wait for those whose rows or keys they read, and for no others', async () => {
    const running = run([fetch('a'), compute('b', 'a'), fetch('c', [keysOf('b')]), fetch('d')]);
    await slow.asked(2);
    expect(slow.calls.map(({ text }) => /"(\w)_rows"/u.exec(text)?.[1])).toEqual(['a', 'd']);
    slow.calls[0]?.go();
    await slow.asked(3);
    expect([...(slow.calls[2]?.values ?? [])].sort()).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
    expect(slow.running).toBe(2);
    slow.calls[2]?.go();
    slow.calls[1]?.go();
    await running;
    expect(await rowsOf('c')).toBe(6n);
  });

  it('end with the first failure, which stops the others and those that have not begun', async () => {
    const running = run([fetch('a'), fetch('b'), fetch('c', [keysOf('a')])]);
    await slow.asked(2);
    slow.calls[1]?.fail(new GatewayError('SOURCE_UNAVAILABLE', 'The database cannot be reached.'));
    await expect(running).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(slow.calls.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(slow.ended).toHaveLength(2);
    expect(caller.signal.aborted).toBe(false);
  });

  it('end when the caller leaves, those that wait for their turn too', async () => {
    const running = run(['a', 'b', 'c', 'd', 'e'].map((name) => fetch(name)));
    await slow.asked(4);
    caller.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(slow.running).toBe(0);
    expect(slow.calls).toHaveLength(4);
  });

  it('fetch no more rows than all of them together may', async () => {
    const running = run([fetch('a'), fetch('b')], 7);
    await slow.asked(2);
    for (const { go } of slow.calls) go();
    await expect(running).rejects.toMatchObject({
      code: 'RESULT_TOO_LARGE',
      message: expect.stringContaining('7 rows'),
    });
    expect(slow.running).toBe(0);
  });
});
