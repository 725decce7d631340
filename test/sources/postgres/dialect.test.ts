import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregateCall, call } from '../../../src/functions/registry.js';
import { aggregate, column, filter, literal, project, sort } from '../../../src/query/build.js';
import type { Expression, SortKey } from '../../../src/query/expression.js';
import type { Relation, ScanRelation } from '../../../src/query/relation.js';
import {
  BOOLEAN,
  type DataType,
  decimalType,
  INT32,
  INT64,
  JSON_TYPE,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../src/query/types.js';
import { postgresDialect } from '../../../src/sources/postgres/dialect.js';
import { printStatement } from '../../../src/sql/print-statement.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { type Database, openDatabase } from './open-database.js';

const TABLES = `
  CREATE SCHEMA crm;
  CREATE EXTENSION citext;
  CREATE TYPE crm.mood AS ENUM ('sad', 'Happy');
  CREATE DOMAIN crm.code AS varchar(8);
  CREATE TABLE crm.words (id integer PRIMARY KEY, word text COLLATE "en-US-x-icu", other varchar(20));
  INSERT INTO crm.words VALUES (1, 'b', 'x'), (2, 'B', 'x'), (3, 'a', 'y'), (4, 'é', 'z'), (5, 'Z', 'z'), (6, NULL, NULL);
  CREATE TABLE crm.kinds (fixed char(5), folded citext, mood crm.mood, code crm.code, address inet, amount money, span int4range,
    place point, document jsonb, list text[], price numeric, exact numeric(8,2), at timestamp, bits bit(3));
  INSERT INTO crm.kinds VALUES ('ab', 'AbC', 'Happy', 'x1', '10.0.0.1/8', '1.50', '[1,5)', '(1,2)', '{"b":1,"a":[1]}',
    '{a,NULL,"b c"}', 1.5, 'NaN', '2001-02-03 04:05:06', B'101');
  CREATE TABLE crm.many (id bigint PRIMARY KEY, name text, code varchar(20), price numeric(10,2), at timestamp);
  INSERT INTO crm.many SELECT i, 'n' || i, 'c' || i, i, timestamp '2001-01-01' + i * interval '1 hour' FROM generate_series(1, 20000) AS i;
  CREATE INDEX ON crm.many (name); CREATE INDEX ON crm.many (code); CREATE INDEX ON crm.many (price); CREATE INDEX ON crm.many (at);
  ANALYZE`;

const table = (name: string, fields: Readonly<Record<string, DataType>>): ScanRelation => ({
  kind: 'scan',
  table: { source: 'lakehouse', name: `sales.crm.${name}` },
  alias: 't',
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type, nullable: true })),
});
const words = table('words', { id: INT32, word: STRING, other: STRING });
const word = column('t', 'word', STRING);
const text = (value: string) => literal(value, STRING);
const up = (expression: Expression): SortKey => ({ expression, direction: 'asc', nulls: 'first' });

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('the dialect on PostgreSQL', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase();
    await database.server.script(TABLES);
  });
  afterAll(() => database?.close());

  const rowsOf = async (relation: Relation) => (await database.ask(printStatement(relation, postgresDialect))).rows;
  const one = (relation: Relation, ...expressions: readonly Expression[]) =>
    project(
      relation,
      'o',
      expressions.map((expression, index) => ({ name: `c${index}`, expression })),
    );

  describe('orders and compares text by its bytes, whatever the collation of a column', () => {
    it('in ORDER BY, of a table and of distinct rows', async () => {
      const inOrder = [[null], ['B'], ['Z'], ['a'], ['b'], ['é']];
      expect(await rowsOf(one(sort(words, [up(word)]), word))).toEqual(inOrder);
      const each: Relation = { kind: 'distinct', input: one(words, word) };
      expect(await rowsOf(sort(each, [up(column('o', 'c0', STRING))]))).toEqual(inOrder);
    });

    it.each([
      ['lt', 'a', ['B', 'Z']],
      ['gte', 'b', ['b', 'é']],
      ['eq', 'b', ['b']],
      ['neq', 'b', ['B', 'Z', 'a', 'é']],
    ] as const)('in %s', async (id, value, expected) => {
      const found = filter(words, call(id, [word, text(value)]));
      expect((await rowsOf(one(sort(found, [up(word)]), word))).flat()).toEqual(expected);
    });

    it('in least, greatest and what they are made of', async () => {
      const items = [
        aggregateCall('min', [word]),
        aggregateCall('max', [word]),
        aggregateCall('max_by', [column('t', 'id', INT32), word]),
        aggregateCall('n_smallest', [word, literal(2n, INT64)]),
      ].map((expression, index) => ({ name: `a${index}`, expression }));
      const found = aggregate(words, 'g', [], items);
      const names = items.map(({ name, expression }) => column('g', name, expression.type));
      expect(await rowsOf(one(found, ...names))).toEqual([['B', 'é', 4, ['B', 'Z']]]);
      expect(
        await rowsOf(
          one(
            filter(words, call('eq', [column('t', 'id', INT32), literal(1n, INT32)])),
            call('greatest', [word, text('Z')]),
          ),
        ),
      ).toEqual([['b']]);
    });

    it('in ANY, beside letters that were changed, and in an ordered list of different values', async () => {
      const any: Expression = {
        kind: 'quantified',
        operand: word,
        function: 'lt',
        quantifier: 'any',
        relation: one(filter(words, call('eq', [column('t', 'id', INT32), literal(3n, INT32)])), word),
        type: BOOLEAN,
      };
      expect((await rowsOf(one(sort(filter(words, any), [up(word)]), word))).flat()).toEqual(['B', 'Z']);
      const folded = call('lt', [call('lower', [word]), call('upper', [text('b')])]);
      expect(await rowsOf(one(filter(words, folded), word))).toEqual([]);
      const list = aggregateCall(
        'json_array_agg',
        [{ kind: 'json-value', operand: word, encoding: 'string', required: false, type: JSON_TYPE }],
        {
          distinct: true,
          orderBy: [up({ kind: 'json-value', operand: word, encoding: 'string', required: false, type: JSON_TYPE })],
        },
      );
      expect(
        await rowsOf(one(aggregate(words, 'g', [], [{ name: 'l', expression: list }]), column('g', 'l', JSON_TYPE))),
      ).toEqual([['["B","Z","a","b","é",null]']]);
    });
  });

  it('reads columns at the types that the catalog gives them', async () => {
    const fields: Readonly<Record<string, DataType>> = {
      ...Object.fromEntries(
        ['fixed', 'folded', 'mood', 'code', 'address', 'amount', 'span', 'place', 'bits'].map((name) => [name, STRING]),
      ),
      ...{ document: JSON_TYPE, list: JSON_TYPE, price: decimalType(10, 2), exact: decimalType(8, 2), at: TIMESTAMP },
    };
    const kinds = table('kinds', fields);
    const columns = Object.entries(fields).map(([name, type]) => column('t', name, type));
    expect(await rowsOf(one(kinds, ...columns))).toEqual([
      [
        ...['ab', 'AbC', 'Happy', 'x1', '10.0.0.1/8', '$1.50', '[1,5)', '(1,2)', '101'],
        ...['{"a": [1], "b": 1}', '["a",null,"b c"]', '1.50', 'NaN', '2001-02-03T04:05:06Z'],
      ],
    ]);
    const isFixed = call('eq', [column('t', 'fixed', STRING), text('ab')]);
    const isFolded = call('eq', [column('t', 'folded', STRING), text('abc')]);
    const isMood = call('lt', [column('t', 'mood', STRING), text('a')]);
    expect(await rowsOf(one(kinds, isFixed, isFolded, isMood))).toEqual([[true, false, true]]);
  });

  it.each([
    ['id', INT64, literal(7n, INT32)],
    ['name', STRING, text('n7')],
    ['code', STRING, text('c7')],
    ['price', decimalType(10, 2), literal(7n, INT64)],
    ['at', TIMESTAMP, literal('2001-01-01T07:00:00Z', TIMESTAMP)],
    ['at', TIMESTAMP_NTZ, literal('2001-01-01T07:00:00', TIMESTAMP_NTZ)],
  ] as const)('lets an index find %s', async (name, type, value) => {
    const many = table('many', { id: INT64, name: STRING, code: STRING, price: decimalType(10, 2), at: type });
    const found = one(filter(many, call('eq', [column('t', name, type), value])), column('t', name, type));
    const { text: statement } = printStatement(found, postgresDialect);
    const { rows } = await database.ask(`EXPLAIN ${statement}`);
    expect(rows.flat().join('\n')).toMatch(/Index Scan|Index Only Scan|Bitmap Index Scan/u);
    expect(await rowsOf(found)).toHaveLength(1);
  });

  it('counts rows, series, and windows at the types of the IR', async () => {
    const { windows, series, unnest } = postgresDialect;
    const node = { kind: 'window-call', arguments: [], partitionBy: [], orderBy: [] } as const;
    const ntile = windows.result('ntile(2) OVER ()', { ...node, function: 'ntile', type: INT64 });
    const sum = windows.result('sum(1.5::numeric) OVER ()', {
      ...node,
      function: 'window_sum',
      type: decimalType(38, 1),
    });
    const { fields } = await database.ask(
      `SELECT ${ntile}, ${sum}, s.v FROM ${series('1', '2', '1', INT64)} AS s(v), ${unnest("ARRAY['a']", true)} AS u(e, n)`,
    );
    expect(fields.map(({ type }) => type)).toEqual([INT64, decimalType(38, 1), INT64]);
    expect(() => windows.result('x', { ...node, function: 'min', type: { kind: 'uuid' } })).toThrow('not supported');
  });

  it('refuses names that the engine would cut', () => {
    expect(() => postgresDialect.quoteIdentifier('x'.repeat(64))).toThrow('63 bytes');
    expect(postgresDialect.table({ source: 'lakehouse', name: 'a.b"c.d' })).toBe('"b""c"."d"');
  });
});
