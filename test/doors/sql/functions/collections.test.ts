import { afterAll, beforeAll, expect, it } from 'vitest';
import { callBuiltin } from '../../../../src/doors/sql/translate/functions/builtins.js';
import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import { literal } from '../../../../src/query/build.js';
import type { Expression } from '../../../../src/query/expression.js';
import type { Relation } from '../../../../src/query/relation.js';
import { INT32, STRING } from '../../../../src/query/types.js';
import { type Duckdb, openDuckdb } from '../../../functions/duckdb.js';
import { printSelect } from '../../../functions/test-dialect.js';
import { canonical } from './canonical.js';
import { openPostgres, type Postgres } from './postgres-oracle.js';

let postgres: Postgres;
let duckdb: Duckdb;
beforeAll(async () => {
  [postgres, duckdb] = await Promise.all([openPostgres(), openDuckdb()]);
}, 60_000);
afterAll(async () => {
  duckdb.close();
  await postgres.close();
});

const INTS = 1007;
const TEXTS = 1009;

interface Operand {
  readonly sql: string;
  readonly expression: Expression;
  readonly typeOid: number;
}

const text = (value: string | null): Operand => ({
  sql: value === null ? 'NULL::text' : `'${value.replaceAll("'", "''")}'::text`,
  expression: literal(value, STRING),
  typeOid: OID.text,
});
const int = (value: number | null): Operand => ({
  sql: `${value ?? 'NULL'}::int4`,
  expression: literal(value === null ? null : BigInt(value), INT32),
  typeOid: OID.int4,
});

function array(elements: readonly Operand[], typeOid: number): Operand {
  const expressions = elements.map(({ expression }) => expression);
  return {
    sql: `ARRAY[${elements.map(({ sql }) => sql).join(', ')}]`,
    expression: callBuiltin(
      'array',
      'function',
      expressions,
      elements.map((element) => element.typeOid),
      typeOid,
    ),
    typeOid,
  };
}

const ints = (...values: readonly (number | null)[]) => array(values.map(int), INTS);
const texts = (...values: readonly (string | null)[]) => array(values.map(text), TEXTS);
const ARRAYS = [ints(1, 2, 3), ints(2), ints(null, 2), ints(4, 4), ints(null)];

type Test = readonly [name: string, sql: string, args: readonly Operand[], resultType: number];

const operators = (name: string, left: readonly Operand[], right: readonly Operand[]): readonly Test[] =>
  left.flatMap((a) => right.map((b): Test => [name, `${a.sql} ${name} ${b.sql}`, [a, b], OID.bool]));

const calls = (name: string, resultType: number, ...argumentLists: readonly (readonly Operand[])[]): readonly Test[] =>
  argumentLists.map((args) => [name, `${name}(${args.map(({ sql }) => sql).join(', ')})`, args, resultType]);

const PATTERNS = [
  'a%',
  '%(b|d)%',
  '_b_',
  'a[bc]+',
  'abc',
  'a.c',
  '%!%%',
  'x*',
  'a{1}bc',
  '(ab)+c',
  '',
  '%\\_%',
  'ab?c|x',
];
const SUBJECTS = ['abc', 'a.c', '', 'x', '50%', 'a_b', 'ababc', 'a\nc', null];

const TESTS: readonly Test[] = [
  ...operators('@>', ARRAYS, ARRAYS),
  ...operators('<@', ARRAYS, ARRAYS),
  ...operators('&&', ARRAYS, ARRAYS),
  ...calls('array_length', OID.int4, ...ARRAYS.flatMap((a) => [[a, int(1)]])),
  ...calls('cardinality', OID.int4, ...ARRAYS.map((a) => [a])),
  ...calls(
    'array_to_string',
    OID.text,
    [texts('a', 'b'), text(',')],
    [texts('a', null, 'b'), text('-')],
    [texts('a', null), text(','), text('?')],
    [texts(null), text(',')],
  ),
  ...ARRAYS.flatMap((a) =>
    [1, 2, 0, -1, 9].map((at): Test => ['subscript', `(${a.sql})[${at}]`, [a, int(at)], OID.int4]),
  ),
  ...ARRAYS.flatMap((a) =>
    [int(2), int(9), int(null)].map((b): Test => ['= any', `${b.sql} = ANY(${a.sql})`, [b, a], OID.bool]),
  ),
];

const ONE_ROW: Relation = {
  kind: 'values',
  alias: 'r',
  fields: [{ name: 'c', type: INT32, nullable: false }],
  rows: [[literal(1n, INT32)]],
};

async function answer(expression: Expression): Promise<string | null> {
  const [row] = await duckdb.rows(`SELECT CAST(e0 AS VARCHAR) FROM (${printSelect(ONE_ROW, [expression])})`);
  return row?.[0] ?? null;
}

it('answers of arrays as Postgres does', async () => {
  const wrong: string[] = [];
  for (const [name, sql, args, resultType] of TESTS) {
    const made = callBuiltin(
      name,
      'function',
      args.map(({ expression }) => expression),
      args.map(({ typeOid }) => typeOid),
      resultType,
    );
    const [[expected = null] = []] = await postgres.rows(`SELECT (${sql})::text`);
    const got = canonical(await answer(made), resultType);
    if (got !== canonical(expected, resultType)) wrong.push(`${sql}: ${expected}, but ${got}`);
  }
  expect(wrong).toEqual([]);
});

it('matches SIMILAR TO and LIKE with an escape as Postgres does', async () => {
  const wrong: string[] = [];
  for (const [operator, escapeFunction, symbol] of [
    ['SIMILAR TO', 'similar_to_escape', '~'],
    ['LIKE', 'like_escape', '~~'],
  ] as const) {
    for (const pattern of PATTERNS) {
      const escaped = callBuiltin(
        escapeFunction,
        'function',
        [literal(pattern, STRING), literal('!', STRING)],
        [OID.text, OID.text],
        OID.text,
      );
      for (const subject of SUBJECTS) {
        const { sql, expression } = text(subject);
        const made = callBuiltin(symbol, 'operator', [expression, escaped], [OID.text, OID.text], OID.bool);
        const [[expected = null] = []] = await postgres.rows(
          `SELECT (${sql} ${operator} ${text(pattern).sql} ESCAPE '!')::text`,
        );
        const got = await answer(made);
        if (got !== expected) wrong.push(`${sql} ${operator} '${pattern}': ${expected}, but ${got}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});
