import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runStages } from '../../src/execute/run-stages.js';
import { conjunction } from '../../src/functions/conjunction.js';
import type { FetchStage, KeySet } from '../../src/plan/federation/stage.js';
import { column, filter, literal, project } from '../../src/query/build.js';
import type { Expression } from '../../src/query/expression.js';
import type { Relation } from '../../src/query/relation.js';
import { BOOLEAN, INT64 } from '../../src/query/types.js';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import type { Source } from '../../src/sources/source.js';

const CONFIG = { threads: 1, maxConnections: 1, maxStreams: 1, memoryLimitMb: 64, statementTimeoutMs: 30_000 };
const dataDir = mkdtempSync(join(tmpdir(), 'medallion-keys-'));
let source: DuckdbSource;

beforeAll(async () => {
  source = await DuckdbSource.open({ name: 'erp', config: CONFIG, tables: new Map(), dataDir });
});
afterAll(async () => {
  await source.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const number = (value: bigint) => literal(value, INT64);

/** Rows of the columns `a` and `b`, both from 1 to `count`. */
function numbers(alias: string, count: bigint): Relation {
  const series: Relation = {
    kind: 'series',
    start: number(1n),
    stop: number(count),
    step: number(1n),
    alias: `${alias}s`,
    field: { name: 'n', type: INT64, nullable: false },
  };
  const n = column(`${alias}s`, 'n', INT64);
  return project(series, alias, [
    { name: 'a', expression: n },
    { name: 'b', expression: n },
  ]);
}

/** The first `width` columns of the numbers up to `count`. */
function keySet(name: string, width: 1 | 2, count: bigint): KeySet {
  const columns = ['a', 'b'].slice(0, width).map((each) => column(name, each, INT64));
  const items = columns.map((expression) => ({ name: expression.name, expression: { ...expression, relation: 'k' } }));
  return { name, relation: project(numbers('k', count), name, items), columns, from: name };
}

/** 5,000 rows reduced by the key sets, from a source that binds so many values; and what each statement binds. */
async function fetched(maxParameters: number | undefined, ...keys: readonly KeySet[]) {
  const isKey = (set: KeySet): Expression => ({
    kind: 'in-subquery',
    operands: set.columns.map(({ name }) => column('t', name, INT64)),
    relation: {
      kind: 'reference',
      name: set.name,
      alias: set.name,
      fields: set.columns.map(({ name, type }) => ({ name, type, nullable: true })),
    },
    type: BOOLEAN,
    optional: true,
  });
  const stage: FetchStage = {
    kind: 'fetch',
    name: 'f1',
    source: 'erp',
    relation: project(filter(numbers('t', 5000n), conjunction(keys.map(isKey))), 'f1', [
      { name: 'a', expression: column('t', 'a', INT64) },
    ]),
    fields: [{ name: 'a', type: INT64, nullable: false }],
    keys,
    estimatedRows: 5000,
  };
  const bound: number[] = [];
  const traits = { ...source.traits, ...(maxParameters === undefined ? {} : { maxParameters }) };
  const bounded: Source = Object.assign(Object.create(source) as DuckdbSource, {
    traits,
    execute: (...[statement, options]: Parameters<Source['execute']>) => {
      bound.push(statement.parameters.length);
      return source.execute(statement, options);
    },
  });
  const options = { signal: new AbortController().signal, timeoutMs: 30_000 };
  const session = await source.openHost(options);
  try {
    const context = {
      session,
      host: source,
      source: () => bounded,
      optionsFor: () => options,
      maxFetchedRows: 100_000,
      predict: () => Promise.reject(new Error('There is no model here.')),
      maxPredictedRows: () => 0,
      signal: options.signal,
      stop: () => undefined,
    };
    await runStages([stage], context);
    const { batches } = await session.execute({ text: 'SELECT count(*), sum(a) FROM f1', parameters: [] }, false);
    for await (const { columns } of batches) return { rows: Number(columns[0]?.[0]), bound };
    return { rows: undefined, bound };
  } finally {
    await session.close();
  }
}

it('asks by a thousand keys at once', async () => {
  expect(await fetched(undefined, keySet('k1', 1, 2300n))).toEqual({ rows: 2300, bound: [1000, 1000, 300] });
  expect(await fetched(undefined, keySet('k1', 2, 700n), keySet('k2', 1, 900n))).toEqual({ rows: 700, bound: [900] });
});

// Equal values are bound once: 1 to 30 stand in both sets.
it.each<readonly [string, number, readonly KeySet[], number, readonly number[]]>([
  ['within what it binds: at once', 300, [keySet('k1', 1, 300n)], 300, [300]],
  ['of one column: dealt out', 100, [keySet('k1', 1, 250n)], 250, [100, 100, 50]],
  ['of two columns: half as many', 100, [keySet('k1', 2, 120n)], 120, [50, 50, 20]],
  ['beside a few others: these in each', 100, [keySet('k1', 1, 150n), keySet('k2', 1, 30n)], 30, [70, 100, 40]],
  ['beside as many others: without these', 100, [keySet('k1', 1, 150n), keySet('k2', 1, 140n)], 150, [100, 50]],
  ['wider than that: without any', 1, [keySet('k1', 2, 10n)], 5000, [0]],
])('keys of a source that binds few values, %s', async (_name, maxParameters, keys, rows, bound) => {
  expect(await fetched(maxParameters, ...keys)).toEqual({ rows, bound });
});
