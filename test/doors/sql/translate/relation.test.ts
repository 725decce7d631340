import { beforeAll, describe, expect, it } from 'vitest';
import { printRelation } from '../../../../src/query/print.js';
import { definedAliases } from '../../../../src/query/rename-aliases.js';
import { walkRelation } from '../../../../src/query/walk.js';
import { openTranslator, type Translator } from './translator.js';

let translator: Translator;

beforeAll(async () => {
  translator = await openTranslator();
}, 60_000);

function scans(statement: string): readonly string[] {
  const found: string[] = [];
  walkRelation(translator.translate(statement).relation, {
    relation: (node) => {
      if (node.kind === 'scan') found.push(`${node.table.name}(${node.fields.map(({ name }) => name).join(', ')})`);
    },
  });
  return found;
}

describe('tables give only the columns that are read', () => {
  it.each([
    ['SELECT id FROM orders WHERE rush', ['lakehouse.gold.orders(id, rush)']],
    ['SELECT count(*) FROM orders', ['lakehouse.gold.orders()']],
    ['SELECT a FROM (SELECT id AS a, note AS b, amount AS c FROM orders) x', ['lakehouse.gold.orders(id)']],
    ['SELECT x.id FROM (SELECT * FROM orders) x ORDER BY x.placed', ['lakehouse.gold.orders(id, placed)']],
    [
      'SELECT name FROM customers c WHERE EXISTS (SELECT * FROM orders o WHERE o.customer_id = c.id)',
      ['lakehouse.gold.customers(id, name)', 'lakehouse.gold.orders(customer_id)'],
    ],
    ['SELECT DISTINCT rush FROM (SELECT rush, note FROM orders) x', ['lakehouse.gold.orders(rush)']],
    ['SELECT count(*) FROM (SELECT DISTINCT rush, note FROM orders) x', ['lakehouse.gold.orders(note, rush)']],
    ['SELECT n FROM (SELECT count(*) AS n, max(note) FROM orders) x', ['lakehouse.gold.orders()']],
  ])('%s', (statement, expected) => {
    expect(scans(statement)).toEqual(expected);
  });
});

describe('the relation', () => {
  it('ends in a Project of c1, c2, … whose fields bear the names and types of Postgres', () => {
    const { relation, fields } = translator.translate(
      'SELECT id, id AS "Id", amount * 2, note::varchar(5) FROM orders',
    );
    expect(relation.kind === 'project' && relation.items.map(({ name }) => name)).toEqual(['c1', 'c2', 'c3', 'c4']);
    expect(fields.map(({ name, typeOid, typeModifier }) => ({ name, typeOid, typeModifier }))).toEqual([
      { name: 'id', typeOid: 23, typeModifier: -1 },
      { name: 'Id', typeOid: 23, typeModifier: -1 },
      { name: '?column?', typeOid: 1700, typeModifier: -1 },
      { name: 'note', typeOid: 1043, typeModifier: 9 },
    ]);
  });

  it('uses each alias once, also where a WITH query is read several times', () => {
    const { relation } = translator.translate(
      'WITH a AS (SELECT id FROM orders) SELECT (SELECT count(*) FROM a x, a y), id FROM a WHERE id IN (SELECT id FROM a)',
    );
    let count = 0;
    walkRelation(relation, {
      relation: (node) => {
        if ('alias' in node) count += 1;
      },
    });
    expect(definedAliases(relation).size).toBe(count);
    expect(relation.kind === 'with' && relation.bindings.length).toBe(1);
  });

  it('is equal for equal statements', () => {
    const statement = 'SELECT city, count(*) FROM customers WHERE tier > 1 GROUP BY city ORDER BY 2 DESC LIMIT 3';
    const [first, second] = [1, 2].map(() => printRelation(translator.translate(statement).relation));
    expect(first).toBe(second);
  });

  it('tells the caller of itself', () => {
    const { relation } = translator.translate(
      'SELECT current_user, session_user, current_database(), current_schema()',
    );
    const values =
      relation.kind === 'project' &&
      relation.items.map(({ expression }) => (expression.kind === 'literal' ? expression.value : undefined));
    expect(values).toEqual(['west.analyst', 'west.analyst', 'lakehouse', 'gold']);
  });
});
