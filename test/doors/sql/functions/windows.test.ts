import { afterAll, beforeAll, expect, it } from 'vitest';
import { windowExpression, windowFunction } from '../../../../src/doors/sql/translate/functions/builtins.js';
import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import { column, literal } from '../../../../src/query/build.js';
import type { Expression, NamedExpression, SortKey } from '../../../../src/query/expression.js';
import type { Relation } from '../../../../src/query/relation.js';
import { INT32 } from '../../../../src/query/types.js';
import { type Duckdb, openDuckdb } from '../../../functions/duckdb.js';
import { printSelect } from '../../../functions/test-dialect.js';
import { canonical } from './canonical.js';
import { openPostgres, type Postgres } from './postgres-oracle.js';
import { SAMPLE, SAMPLE_SQL, sampleColumn } from './sample-table.js';

let postgres: Postgres;
let duckdb: Duckdb;
beforeAll(async () => {
  [postgres, duckdb] = await Promise.all([openPostgres(), openDuckdb()]);
}, 60_000);
afterAll(async () => {
  duckdb.close();
  await postgres.close();
});

interface Case {
  readonly name: string;
  readonly args: readonly (string | number)[];
  /** Without peers: where the answer depends on the order of peers. */
  readonly unique?: boolean;
  readonly digits?: number;
}

const CASES: readonly Case[] = [
  { name: 'row_number', args: [], unique: true },
  { name: 'rank', args: [] },
  { name: 'dense_rank', args: [] },
  { name: 'percent_rank', args: [] },
  { name: 'cume_dist', args: [] },
  { name: 'ntile', args: [3], unique: true },
  ...['lag', 'lead'].flatMap((name): Case[] => [
    { name, args: ['i'], unique: true },
    { name, args: ['t', 2], unique: true },
    { name, args: ['i', 1, -1], unique: true },
    { name, args: ['i', 0], unique: true },
    { name, args: ['n', -1], unique: true },
  ]),
  ...['first_value', 'last_value'].flatMap((name): Case[] =>
    ['i', 't', 'n', 'd'].map((arg) => ({ name, args: [arg], unique: true })),
  ),
  { name: 'nth_value', args: ['i', 2], unique: true },
  ...['sum', 'avg', 'min', 'max', 'count'].flatMap((name): Case[] =>
    ['i', 'b', 'n'].map((arg) => ({ name, args: [arg] })),
  ),
  ...['sum', 'avg'].map((name): Case => ({ name, args: ['f'], digits: 12 })),
  { name: 'count', args: [] },
  { name: 'bool_and', args: ['o'] },
  ...['stddev', 'var_pop'].map((name): Case => ({ name, args: ['f'], digits: 9 })),
];

const key = (name: string): SortKey => ({ expression: sampleColumn(name).expression, direction: 'asc', nulls: 'last' });

function relationOf(test: Case, resultType: number): { relation: Relation; value: Expression } {
  const items: NamedExpression[] = [];
  const args = test.args.map((arg) =>
    typeof arg === 'string' ? sampleColumn(arg).expression : literal(BigInt(arg), INT32),
  );
  const argTypes = test.args.map((arg) => (typeof arg === 'string' ? sampleColumn(arg).typeOid : OID.int4));
  const value = windowExpression(test.name, args, argTypes, resultType, (pieces) => {
    const name = `w${items.length + 1}`;
    const expression: Expression = {
      kind: 'window-call',
      ...pieces,
      partitionBy: [sampleColumn('g').expression],
      orderBy: test.unique === true ? [key('d'), key('k')] : [key('d')],
    };
    items.push({ name, expression });
    return column('w', name, pieces.type);
  });
  return { relation: { kind: 'window', input: SAMPLE, alias: 'w', items }, value };
}

it.each(CASES.map((test) => ({ ...test, title: `${test.name}(${test.args.join(', ')})` })))('$title', async (test) => {
  const call = test.name === 'count' && test.args.length === 0 ? 'count(*)' : test.title;
  const order = test.unique === true ? 'd, k' : 'd';
  const sql = `${call} OVER (PARTITION BY g ORDER BY ${order})`;
  const [[typeOid] = []] = await postgres.rows(`SELECT (pg_typeof(${sql})::oid)::text FROM ${SAMPLE_SQL}`);
  const resultType = Number(typeOid);
  const expected = await postgres.rows(`SELECT k::text, (${sql})::text FROM ${SAMPLE_SQL} ORDER BY r.k`);
  const { relation, value } = relationOf(test, resultType);
  const printed = printSelect(relation, [sampleColumn('k').expression, value]);
  const rows = await duckdb.rows(
    `SELECT CAST(e0 AS VARCHAR), CAST(e1 AS VARCHAR) FROM (${printed}) ORDER BY CAST(e0 AS INTEGER)`,
  );
  const show = (all: readonly (readonly (string | null)[])[]) =>
    all.map(([k, shown]) => [k, canonical(shown ?? null, resultType, test.digits ?? 15)]);
  expect(show(rows)).toEqual(show(expected));
});

it('gives single calls as pieces, and refuses an average of integers there', () => {
  const i = sampleColumn('i');
  expect(windowFunction('rank', [], [], OID.int8)).toEqual({
    function: 'rank',
    arguments: [],
    type: { kind: 'integer', bits: 64 },
  });
  expect(() => windowFunction('avg', [i.expression], [i.typeOid], OID.numeric)).toThrow(
    expect.objectContaining({ sqlState: '0A000', message: 'function avg(integer) is not supported' }),
  );
});
