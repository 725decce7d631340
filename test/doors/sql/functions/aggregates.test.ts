import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuiltinOptions } from '../../../../src/doors/sql/translate/functions/builtin.js';
import { callBuiltin } from '../../../../src/doors/sql/translate/functions/builtins.js';
import { dataTypeOf } from '../../../../src/doors/sql/types/data-type-of.js';
import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import { column, literal } from '../../../../src/query/build.js';
import type { Expression, SortKey } from '../../../../src/query/expression.js';
import type { Relation } from '../../../../src/query/relation.js';
import { decimalType, FLOAT64, STRING, sameType } from '../../../../src/query/types.js';
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

interface Argument {
  readonly sql: string;
  readonly expression: Expression;
  readonly typeOid: number;
}

interface Case {
  readonly sql: string;
  readonly name: string;
  readonly args: readonly Argument[];
  readonly options?: BuiltinOptions;
  /** Significant digits compared; absent: all. */
  readonly digits?: number;
}

const col = (name: string): Argument => ({ sql: name, ...sampleColumn(name) });
const of =
  (name: string, digits?: number) =>
  (argument: string): Case => ({
    sql: `${name}(${argument})`,
    name,
    args: [col(argument)],
    ...(digits === undefined ? {} : { digits }),
  });
const key = (name: string, direction: 'asc' | 'desc' = 'asc'): SortKey => ({
  expression: sampleColumn(name).expression,
  direction,
  nulls: direction === 'asc' ? 'last' : 'first',
});
const text = (value: string): Argument => ({
  sql: `'${value}'`,
  expression: literal(value, STRING),
  typeOid: OID.text,
});
const fraction = (value: number): Argument => ({
  sql: String(value),
  expression: literal(value, FLOAT64),
  typeOid: OID.float8,
});
const distinct = ({ sql, ...rest }: Case): Case => ({
  ...rest,
  sql: sql.replace('(', '(DISTINCT '),
  options: { distinct: true },
});
const filtered = ({ sql, ...rest }: Case): Case => ({
  ...rest,
  sql: `${sql} FILTER (WHERE o)`,
  options: { ...rest.options, filter: sampleColumn('o').expression },
});

const twoFloats = (name: string): Case => ({
  sql: `${name}(f, n::float8)`,
  name,
  args: [
    col('f'),
    {
      sql: '',
      expression: callBuiltin('cast', 'cast', [sampleColumn('n').expression], [OID.numeric], OID.float8),
      typeOid: OID.float8,
    },
  ],
  digits: 11,
});

const percentile = (name: string, at: number, value: string, direction: 'asc' | 'desc' = 'asc'): Case => ({
  sql: `${name}(${at}) WITHIN GROUP (ORDER BY ${value} ${direction})`,
  name,
  args: [fraction(at), col(value)],
  options: { orderBy: [key(value, direction)] },
});

const CASES: readonly Case[] = [
  { sql: 'count(*)', name: 'count', args: [] },
  ...['i', 'b', 'n', 't', 'o'].map(of('count')),
  ...['i', 'b', 'n', 'f'].map(of('sum')),
  ...['i', 'b', 'n'].map(of('avg')),
  of('avg', 14)('f'),
  ...['i', 'b', 'n', 'f', 't', 'd', 's'].flatMap((name) => [of('min')(name), of('max')(name)]),
  ...['bool_and', 'bool_or', 'every'].map((name) => of(name)('o')),
  ...['i', 'b'].flatMap((name) => [of('bit_and')(name), of('bit_or')(name), of('bit_xor')(name)]),
  ...['stddev', 'stddev_samp', 'stddev_pop', 'variance', 'var_samp', 'var_pop'].flatMap((name) =>
    ['f', 'n', 'i'].map((argument) => of(name, argument === 'f' ? 11 : 13)(argument)),
  ),
  ...[
    'corr',
    'covar_samp',
    'covar_pop',
    'regr_slope',
    'regr_intercept',
    'regr_r2',
    'regr_count',
    'regr_sxx',
    'regr_syy',
    'regr_sxy',
    'regr_avgx',
    'regr_avgy',
  ].map(twoFloats),
  ...['i', 't', 'n', 'd'].map((name) => distinct(of('count')(name))),
  ...['i', 'n'].flatMap((name) => [distinct(of('sum')(name)), distinct(of('avg')(name))]),
  ...['i', 'b', 'n', 'f'].flatMap((name) => [
    filtered(of('sum')(name)),
    filtered(of('avg', name === 'f' ? 14 : undefined)(name)),
  ]),
  filtered({ sql: 'count(*)', name: 'count', args: [] }),
  {
    sql: "string_agg(t, ',' ORDER BY k)",
    name: 'string_agg',
    args: [col('t'), text(',')],
    options: { orderBy: [key('k')] },
  },
  {
    sql: "string_agg(t, '' ORDER BY k DESC)",
    name: 'string_agg',
    args: [col('t'), text('')],
    options: { orderBy: [key('k', 'desc')] },
  },
  { sql: 'array_agg(i ORDER BY k)', name: 'array_agg', args: [col('i')], options: { orderBy: [key('k')] } },
  {
    sql: 'array_agg(t ORDER BY t COLLATE "C" DESC, k)',
    name: 'array_agg',
    args: [col('t')],
    options: { orderBy: [key('t', 'desc'), key('k')] },
  },
  ...[0, 0.25, 0.5, 0.9, 1].flatMap((at) => [
    percentile('percentile_cont', at, 'f'),
    percentile('percentile_disc', at, 'i'),
    percentile('percentile_disc', at, 'n'),
  ]),
  percentile('percentile_cont', 0.3, 'f', 'desc'),
  percentile('percentile_disc', 0.3, 'n', 'desc'),
  percentile('percentile_disc', 0.5, 'd'),
  filtered(percentile('percentile_cont', 0.5, 'f')),
  ...['i', 't', 'd', 'n'].map(
    (name): Case => ({
      sql: `mode() WITHIN GROUP (ORDER BY ${name})`,
      name: 'mode',
      args: [col(name)],
      options: { orderBy: [key(name)] },
    }),
  ),
];

const GROUPS: readonly (readonly [string, string, Relation])[] = [
  ['all rows', '', SAMPLE],
  ['no rows', 'WHERE false', { kind: 'filter', input: SAMPLE, predicate: literal(false, { kind: 'boolean' }) }],
];

async function duckdbRows(
  input: Relation,
  aggregate: Expression,
  isGrouped: boolean,
): Promise<readonly (readonly (string | null)[])[]> {
  const g = sampleColumn('g').expression;
  const grouped: Relation = {
    kind: 'aggregate',
    input,
    alias: 'a',
    groups: isGrouped ? [{ name: 'g', expression: g }] : [],
    groupingSets: undefined,
    aggregates: [{ name: 'x', expression: aggregate }],
  };
  const items = [...(isGrouped ? [column('a', 'g', STRING)] : [literal('', STRING)]), column('a', 'x', aggregate.type)];
  return duckdb.rows(`SELECT e0, CAST(e1 AS VARCHAR) FROM (${printSelect(grouped, items)}) ORDER BY e0`);
}

describe.each(CASES)('$sql', (test) => {
  const build = (resultType: number) =>
    callBuiltin(
      test.name,
      'aggregate',
      test.args.map(({ expression }) => expression),
      test.args.map(({ typeOid }) => typeOid),
      resultType,
      test.options,
    );

  it.each([...GROUPS, ['groups', 'GROUP BY g', SAMPLE] as const])('%s', async (title, clause, input) => {
    const isGrouped = title === 'groups';
    const [[typeOid] = []] = await postgres.rows(`SELECT (pg_typeof(${test.sql})::oid)::text FROM ${SAMPLE_SQL}`);
    const resultType = Number(typeOid);
    const expected = await postgres.rows(
      `SELECT ${isGrouped ? 'g' : "''"}, (${test.sql})::text FROM ${SAMPLE_SQL} ${clause} ORDER BY 1`,
    );
    const aggregate = build(resultType);
    const mapped = dataTypeOf(resultType, -1);
    if (mapped.kind === 'type') expect(sameType(aggregate.type, mapped.type)).toBe(true);
    if (resultType === OID.numeric) expect(aggregate.type.kind).toBe('decimal');
    const rows = await duckdbRows(input, aggregate, isGrouped);
    const show = (all: readonly (readonly (string | null)[])[]) =>
      all.map(([group, value]) => [group, canonical(value ?? null, resultType, test.digits ?? 15)]);
    expect(show(rows)).toEqual(show(expected));
  });
});

it('takes numerics for statistics of integers, and decimals for averages', () => {
  const average = callBuiltin('avg', 'aggregate', [sampleColumn('i').expression], [OID.int4], OID.numeric);
  expect(average.type).toEqual(decimalType(38, 20));
});

it('refuses what it does not know, by its name', () => {
  expect(() => callBuiltin('json_agg', 'aggregate', [sampleColumn('f').expression], [OID.float8], OID.json)).toThrow(
    expect.objectContaining({ sqlState: '0A000', message: 'function json_agg(double precision) is not supported' }),
  );
});
