import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStages } from '../../src/execute/run-stages.js';
import { aggregateCall, call } from '../../src/functions/registry.js';
import { type PlaceContext, place } from '../../src/plan/federation/place.js';
import { aggregate, column, filter, join, literal } from '../../src/query/build.js';
import type { AggregateCallExpression, NamedExpression } from '../../src/query/expression.js';
import type { JoinType, Relation } from '../../src/query/relation.js';
import { type DataType, decimalType, FLOAT64, INT32, INT64, STRING } from '../../src/query/types.js';
import { duckdbDialect } from '../../src/sources/duckdb/dialect.js';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import type { HostSession, ResultField, Source } from '../../src/sources/source.js';
import { printStatement } from '../../src/sql/print-statement.js';

const CONFIG = { threads: 1, maxConnections: 2, maxStreams: 4, memoryLimitMb: 256, statementTimeoutMs: 30_000 };

const COLUMNS: Readonly<Record<string, readonly (readonly [name: string, type: DataType, value: string])[]>> = {
  orders: [
    ['customer', INT32, 'CASE WHEN i % 11 = 0 THEN NULL ELSE i % 60 END'],
    ['status', STRING, "CASE i % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'paid' END"],
    ['quantity', INT32, 'CASE WHEN i % 7 = 0 THEN NULL ELSE i % 100 - 50 END'],
    ['total', decimalType(10, 2), '(i * 37 % 10000) / 100'],
    ['big', INT64, 'i'],
    // Multiples of an eighth add up exactly in any order.
    ['weight', FLOAT64, 'i / 8'],
  ],
  // Each id twice, and some that no order has; some orders have a customer that is missing here.
  customers: [
    ['id', INT32, 'i % 40 + 5'],
    ['segment', STRING, "CASE i % 4 WHEN 0 THEN 'a' WHEN 1 THEN 'b' WHEN 2 THEN 'c' END"],
    ['score', INT32, 'i'],
  ],
};
const ROWS: Readonly<Record<string, number>> = { orders: 5000, customers: 80 };

const valuesOf = (name: string) =>
  `SELECT ${(COLUMNS[name] ?? []).map(([column_, , value]) => `${value} AS ${column_}`).join(', ')} FROM range(${ROWS[name]}) r(i)`;

function scan(source: string, name: string, alias: string): Relation {
  const fields = (COLUMNS[name] ?? []).map(([column_, type]) => ({ name: column_, type, nullable: true }));
  // What a test makes itself no policy has seen; place does not ask.
  return { kind: 'scan', table: { source, name }, alias, fields } as unknown as Relation;
}

const ORDERS = scan('crm', 'orders', 'o');
const CUSTOMERS = scan('lakehouse', 'customers', 'c');
const O = Object.fromEntries((COLUMNS.orders ?? []).map(([name, type]) => [name, column('o', name, type)]));
const C = Object.fromEntries((COLUMNS.customers ?? []).map(([name, type]) => [name, column('c', name, type)]));
const of = (columns: typeof O, name: string) => columns[name] ?? expect.unreachable(name);
const ON = call('eq', [of(O, 'customer'), of(C, 'id')]);

const named = (calls: Readonly<Record<string, AggregateCallExpression>>): readonly NamedExpression[] =>
  Object.entries(calls).map(([name, expression]) => ({ name, expression }));

const EXACT = named({
  rows: aggregateCall('count', []),
  counted: aggregateCall('count', [of(O, 'quantity')]),
  quantity: aggregateCall('sum', [of(O, 'quantity')]),
  total: aggregateCall('sum', [of(O, 'total')]),
  least: aggregateCall('min', [of(O, 'total')]),
  most: aggregateCall('max', [of(O, 'big')]),
  last: aggregateCall('max', [of(O, 'status')]),
});

const segment = { name: 'segment', expression: of(C, 'segment') };
const status = { name: 'status', expression: of(O, 'status') };

const CONTEXT: PlaceContext = {
  host: 'lakehouse',
  tableRows: ({ name }) => ({ orders: 1_000_000, customers: 80 })[name],
  canRun: () => true,
};

/** Whether rows are put together before they are fetched. */
function isApart(relation: Relation, context = CONTEXT): boolean {
  return place(relation, context).stages.some(
    (stage) => stage.kind === 'fetch' && stage.relation.kind === 'project' && stage.relation.input.kind === 'aggregate',
  );
}

const joined = (type: JoinType = 'inner') => join(type, ORDERS, CUSTOMERS, ON);

describe('aggregates over a join across sources, in parts', () => {
  const dataDir = mkdtempSync(joinPath(tmpdir(), 'medallion-partial-'));
  let engine: DuckdbSource;

  beforeAll(async () => {
    engine = await DuckdbSource.open({ name: 'lakehouse', config: CONFIG, tables: new Map(), dataDir });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const signal = new AbortController().signal;

  /** An engine with both tables: each part of the work runs there, over what the part before left. */
  async function open(): Promise<HostSession> {
    const session = await engine.openHost({ signal, timeoutMs: 30_000 });
    for (const [name, columns] of Object.entries(COLUMNS)) {
      const fields: readonly ResultField[] = columns.map(([column_, type]) => ({ name: column_, type }));
      await session.compute(name, fields, { text: valuesOf(name), parameters: [] });
    }
    return session;
  }

  const dialect = { ...duckdbDialect, table: ({ name }: { readonly name: string }) => `temp.main."${name}"` };

  async function answer(relation: Relation, session: HostSession) {
    const { fields, batches } = await session.execute(printStatement(relation, dialect), false);
    const rows: string[] = [];
    for await (const { rowCount, columns } of batches) {
      for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((each) => String(each[row])).join('|'));
    }
    return { fields, rows: rows.sort() };
  }

  async function check(relation: Relation, context = CONTEXT): Promise<void> {
    // What the other source has is read by a session of its own.
    const [session, others] = await Promise.all([open(), open()]);
    try {
      const whole = await answer(relation, session);
      expect(whole.rows.length).toBeGreaterThan(0);
      const { stages, relation: last } = place(relation, context);
      const other: Source = Object.assign(Object.create(engine) as Source, {
        dialect,
        execute: (statement: Parameters<Source['execute']>[0]) => others.execute(statement, false),
      });
      await runStages(stages, {
        session,
        host: Object.assign(Object.create(engine) as Source, { dialect }),
        source: () => other,
        optionsFor: () => ({ signal, timeoutMs: 30_000 }),
        signal,
        stop: () => undefined,
        predict: () => Promise.reject(new Error('There is no model here.')),
        maxPredictedRows: () => 0,
        maxFetchedRows: 1_000_000,
      });
      expect(await answer(last, session)).toEqual(whole);
    } finally {
      await Promise.all([session.close(), others.close()]);
    }
  }

  const above = call('gt', [of(C, 'score'), literal(10n, INT32)]);
  const between = call('gt', [call('add', [of(C, 'score'), of(O, 'customer')]), literal(60n, INT64)]);

  it.each<readonly [string, Relation]>([
    ['by the other side', aggregate(joined(), 'a', [segment], EXACT)],
    ['by both sides', aggregate(joined(), 'a', [segment, status], EXACT)],
    ['without groups', aggregate(joined(), 'a', [], EXACT)],
    [
      'without groups and rows',
      aggregate(filter(joined(), call('eq', [of(C, 'score'), literal(-1n, INT32)])), 'a', [], EXACT),
    ],
    ['with the other side missing for some', aggregate(joined('left'), 'a', [segment], EXACT)],
    ['of rows that have another side', aggregate(joined('semi'), 'a', [status], EXACT)],
    ['of rows that have none', aggregate(joined('anti'), 'a', [status], EXACT)],
    [
      'under conditions of the other side and of both',
      aggregate(filter(joined(), call('and', [above, between])), 'a', [segment], EXACT),
    ],
    ['the other way round', aggregate(join('inner', CUSTOMERS, ORDERS, ON), 'a', [segment], EXACT)],
    ['as grouping sets', { ...aggregate(joined(), 'a', [segment, status], EXACT), groupingSets: [[0], [1], []] }],
    [
      'over two joins',
      aggregate(
        join(
          'inner',
          joined(),
          scan('lakehouse', 'customers', 'd'),
          call('eq', [of(O, 'customer'), column('d', 'score', INT32)]),
        ),
        'a',
        [segment],
        EXACT,
      ),
    ],
  ])('are those of the whole: %s', async (_title, relation) => {
    expect(isApart(relation)).toBe(true);
    await check(relation);
  });

  it.each<readonly [string, Relation, Partial<PlaceContext>]>([
    [
      'sums of floats, which depend on the order',
      aggregate(joined(), 'a', [segment], named({ s: aggregateCall('sum', [of(O, 'weight')]) })),
      {},
    ],
    [
      'sums that a part could not hold',
      aggregate(joined(), 'a', [segment], named({ s: aggregateCall('sum', [of(O, 'big')]) })),
      {},
    ],
    [
      'distinct values',
      aggregate(joined(), 'a', [segment], named({ s: aggregateCall('count', [of(O, 'status')], { distinct: true }) })),
      {},
    ],
    [
      'a condition of the aggregate',
      aggregate(joined(), 'a', [segment], named({ s: aggregateCall('count', [], { filter: above }) })),
      {},
    ],
    [
      'aggregates of the other side',
      aggregate(joined(), 'a', [segment], named({ s: aggregateCall('sum', [of(C, 'score')]) })),
      {},
    ],
    ['the optional side of a join', aggregate(join('left', CUSTOMERS, ORDERS, ON), 'a', [segment], EXACT), {}],
    ['a join of which any side may be missing', aggregate(joined('full'), 'a', [segment], EXACT), {}],
    ['nearly as many groups as rows', aggregate(joined(), 'a', [segment], EXACT), { tableRows: () => 1000 }],
    [
      'a source that cannot',
      aggregate(joined(), 'a', [segment], EXACT),
      { canRun: (_source, { kind }) => kind !== 'aggregate' },
    ],
  ])('are not made for %s', async (_title, relation, changes) => {
    const context = { ...CONTEXT, ...changes };
    expect(isApart(relation, context)).toBe(false);
    await check(relation, context);
  });
});
