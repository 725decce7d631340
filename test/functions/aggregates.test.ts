import { afterAll, beforeAll, expect, it } from 'vitest';
import { aggregateCall, call } from '../../src/functions/registry.js';
import { column, literal } from '../../src/query/build.js';
import type { AggregateCallExpression, SortKey } from '../../src/query/expression.js';
import type { Relation } from '../../src/query/relation.js';
import { BOOLEAN, decimalType, FLOAT64, INT32, JSON_TYPE, STRING } from '../../src/query/types.js';
import { canonical, type Duckdb, openDuckdb } from './duckdb.js';
import { printSelect } from './test-dialect.js';

let engine: Duckdb;
beforeAll(async () => {
  engine = await openDuckdb();
  await engine.run('CREATE TABLE t(n INTEGER, m DECIMAL(5,2), x DOUBLE, s VARCHAR, b BOOLEAN, j VARCHAR)');
  await engine.run(`INSERT INTO t VALUES
    (2147483647, 1.10, 1, 'a', true, '{"a":1}'), (2147483647, 2.20, 2, NULL, NULL, 'null'),
    (-1, -0.05, 4, 'é', false, '"é"'), (NULL, NULL, NULL, 'a', true, '[]')`);
});
afterAll(() => engine.close());

const n = column('t', 'n', INT32);
const m = column('t', 'm', decimalType(5, 2));
const x = column('t', 'x', FLOAT64);
const s = column('t', 's', STRING);
const b = column('t', 'b', BOOLEAN);
const j = column('t', 'j', JSON_TYPE);
const half = literal(0.5, FLOAT64);
const up = (expression: SortKey['expression']): SortKey => ({ expression, direction: 'asc', nulls: 'last' });

const fields = [n, m, x, s, b, j].map(({ name, type }) => ({ name, type, nullable: true }));
const scan: Relation = { kind: 'scan', table: { source: 'lake', name: 't' }, alias: 't', fields };

async function overAllRows(aggregate: AggregateCallExpression, input: Relation = scan): Promise<string | null> {
  const grouped: Relation = {
    kind: 'aggregate',
    input,
    alias: 'g',
    groups: [],
    groupingSets: undefined,
    aggregates: [{ name: 'a', expression: aggregate }],
  };
  const rows = await engine.rows(printSelect(grouped, [column('g', 'a', aggregate.type)]));
  expect(rows).toHaveLength(1);
  return canonical(rows[0]?.[0] ?? null, aggregate.type);
}

const none: Relation = { kind: 'filter', input: scan, predicate: literal(false, BOOLEAN) };

/** Name, call, its value over the four rows and over none. */
const CASES: readonly (readonly [string, AggregateCallExpression, string | null, string | null])[] = [
  ['count(*)', aggregateCall('count', []), '4', '0'],
  ['count(s)', aggregateCall('count', [s]), '3', '0'],
  ['count(DISTINCT s)', aggregateCall('count', [s], { distinct: true }), '2', '0'],
  ['count(*) FILTER', aggregateCall('count', [], { filter: b }), '2', '0'],
  ['sum of integers beyond 32 bits', aggregateCall('sum', [n]), '4294967293', null],
  [
    'sum FILTER inside its cast',
    aggregateCall('sum', [n], { filter: call('lt', [n, literal(0n, INT32)]) }),
    '-1',
    null,
  ],
  ['sum of decimals is exact', aggregateCall('sum', [m]), '3.25', null],
  ['sum DISTINCT', aggregateCall('sum', [n], { distinct: true }), '2147483646', null],
  ['avg', aggregateCall('avg', [x]), '2.33333333333', null],
  ['avg of decimals', aggregateCall('avg', [m]), '1.08333333333', null],
  ['min', aggregateCall('min', [s]), 'a', null],
  ['max', aggregateCall('max', [m]), '2.20', null],
  ['stddev is of the sample', aggregateCall('stddev', [x]), '1.52752523165', null],
  ['variance', aggregateCall('variance', [x]), '2.33333333333', null],
  ['percentile', aggregateCall('percentile', [x, half]), '2', null],
  ['percentile interpolates', aggregateCall('percentile', [m, literal(0.25, FLOAT64)]), '0.525', null],
  ['count_if', aggregateCall('count_if', [b]), '2', '0'],
  ['bool_and', aggregateCall('bool_and', [b]), 'false', null],
  ['bool_or', aggregateCall('bool_or', [b]), 'true', null],
  ['any_value', aggregateCall('any_value', [s], { filter: call('eq', [s, literal('é', STRING)]) }), 'é', null],
  ['max_by', aggregateCall('max_by', [s, x]), 'é', null],
  ['min_by', aggregateCall('min_by', [s, m]), 'é', null],
  ['max_by keeps the NULL of the extreme row', aggregateCall('max_by', [s, m]), null, null],
  [
    'json_array_agg in order',
    aggregateCall('json_array_agg', [j], { orderBy: [up(x)] }),
    '[{"a":1},null,"é",[]]',
    '[]',
  ],
  [
    'json_array_agg FILTER',
    aggregateCall('json_array_agg', [j], { filter: b, orderBy: [up(x)] }),
    '[{"a":1},[]]',
    '[]',
  ],
];

it.each(CASES)('%s', async (_, aggregate, overAll, overNone) => {
  expect(await overAllRows(aggregate)).toBe(overAll);
  expect(await overAllRows(aggregate, none)).toBe(overNone);
});

it('raises where an integer sum leaves 64 bits', async () => {
  const wide = call('multiply', [
    { kind: 'cast', operand: n, type: { kind: 'integer', bits: 64 }, tryCast: false },
    literal(4000000000n, { kind: 'integer', bits: 64 }),
  ]);
  await expect(overAllRows(aggregateCall('sum', [wide]))).rejects.toThrow();
});
