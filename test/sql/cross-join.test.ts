import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../../src/functions/registry.js';
import { column, literal } from '../../src/query/build.js';
import type { JoinRelation, Relation } from '../../src/query/relation.js';
import { BOOLEAN, INT32 } from '../../src/query/types.js';
import { type Duckdb, openDuckdb } from '../functions/duckdb.js';
import { printSelect } from '../functions/test-dialect.js';

let engine: Duckdb;
beforeAll(async () => {
  engine = await openDuckdb();
});
afterAll(() => engine.close());

const TRUE = literal(true, BOOLEAN);
const n = (alias: string) => column(alias, 'n', INT32);

function rows(alias: string, ...values: readonly bigint[]): Relation {
  return {
    kind: 'values',
    alias,
    fields: [{ name: 'n', type: INT32, nullable: false }],
    rows: values.map((value) => [literal(value, INT32)]),
  };
}

const join = (type: JoinRelation['type'], left: Relation, right: Relation, on: JoinRelation['on']): Relation => ({
  kind: 'join',
  type,
  left,
  right,
  on,
  lateral: false,
});

it('keeps a join on the right of CROSS JOIN together', async () => {
  const inner = join('full', rows('b', 1n, 2n), rows('c', 2n, 3n), call('eq', [n('b'), n('c')]));
  const sql = printSelect(join('inner', rows('a', 7n, 8n), inner, TRUE), [n('a'), n('b'), n('c')]);
  const found = (await engine.rows(sql)).map((row) => row.join(' ')).sort();
  expect(found).toEqual(['7  3', '7 1 ', '7 2 2', '8  3', '8 1 ', '8 2 2']);
});

it('reads no condition of an inner join otherwise', async () => {
  const inner = join('inner', rows('b', 1n, 2n), rows('c', 2n, 3n), TRUE);
  const sql = printSelect(join('left', rows('a', 2n, 9n), inner, call('eq', [n('a'), n('b')])), [n('a'), n('c')]);
  const found = (await engine.rows(sql)).map((row) => row.join(' ')).sort();
  expect(found).toEqual(['2 2', '2 3', '9 ']);
});
