import { beforeAll, describe, expect, it } from 'vitest';
import { SqlError } from '../../../../src/doors/sql/sql-error.js';
import { openTranslator, type Translator } from './translator.js';

let translator: Translator;

beforeAll(async () => {
  translator = await openTranslator();
}, 60_000);

function refusal(statement: string): SqlError {
  try {
    translator.translate(statement);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new Error('It was translated.');
}

/** A `^` stands before the construct that the error points at; none: no place is told. */
const REFUSED: readonly (readonly [statement: string, message: string])[] = [
  ['WITH RECURSIVE ^r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r', 'WITH RECURSIVE'],
  ['SELECT ^orders FROM orders', 'a whole row as a value'],
  ['SELECT count(^o.*) FROM orders o', 'a whole row as a value'],
  ['SELECT ^ctid FROM orders', 'a system column'],
  ['SELECT id FROM orders WHERE ^tableoid > 0', 'a system column'],
  ['SELECT ^ROW(1, 2)', 'a row as a value'],
  ['SELECT count(DISTINCT ^(id, weight)) FROM orders', 'a count of rows of these types'],
  ['SELECT max(^(id, rush)) FROM orders', 'a row as a value'],
  ['SELECT unnest(scores), ^unnest(labels) FROM tags', 'more than one set-returning function in the select list'],
  [
    'SELECT count(*), ^generate_series(1, 2) FROM orders',
    'a set-returning function in the select list beside aggregates',
  ],
  ['SELECT rank() OVER (), ^unnest(scores) FROM tags', 'a set-returning function in the select list beside aggregates'],
  ["SELECT ^regexp_split_to_table(note, ' ') FROM orders", 'set-returning function regexp_split_to_table'],
  ['SELECT * FROM ROWS FROM (^generate_series(1, 2), generate_series(1, 3)) AS t', 'ROWS FROM with several functions'],
  ['SELECT * FROM ^unnest(ARRAY[1], ARRAY[2]) AS t', 'ROWS FROM with several functions'],
  ["SELECT * FROM ^regexp_split_to_table('a b', ' ') AS t", 'set-returning function regexp_split_to_table'],
  ["SELECT * FROM ^json_each('{}') AS t", 'set-returning function json_each'],
  ['SELECT * FROM ^generate_series(1.5, 2.5) AS t', 'generate_series of this type'],
  ['SELECT id FROM orders LIMIT 1 ^+ 1', 'LIMIT of anything but a constant or a parameter'],
  ['SELECT id FROM orders OFFSET ^(SELECT 1)', 'OFFSET of anything but a constant or a parameter'],
  ['SELECT name FROM customers ORDER BY name ^COLLATE "pg_c_utf8"', 'COLLATE other than "C"'],
  ['SELECT (^labels)[1:2] FROM tags', 'an array slice'],
  ['SELECT ^ARRAY[ARRAY[1], ARRAY[2]]', 'an array of several dimensions'],
  ["SELECT ^'infinity'::date", 'a date outside the years 1 to 9999'],
  ["SELECT ^'NaN'::numeric", 'numeric NaN and infinity are'],
  ['SELECT ^123456789012345678901234567890123456789', 'a numeric of more than 38 digits'],
  ["SELECT ^'[1,2]'::int4range", 'type 3904'],
  ['SELECT ^\'{"a": 1}\'::jsonb', 'type jsonb'],
  ['SELECT (SELECT ^max(o.id) FROM items) FROM orders o', "an outer query's aggregate in a sub-query"],
  ['SELECT ^current_time', 'current_time'],
  ['SELECT id FROM orders WHERE (id, id) ^= (SELECT 1, 2)', 'this kind of sub-query'],
  ['SELECT id FROM orders WHERE (^id, id) > ANY (SELECT 1, 2)', 'this comparison with a sub-query'],
  ['SELECT note FROM orders WHERE note ^LIKE ANY (SELECT sku FROM items)', 'this comparison with ANY of a sub-query'],
  ['SELECT ^concat(VARIADIC ARRAY[1, 2])', 'VARIADIC in a call of concat'],
  ['SELECT * FROM orders TABLESAMPLE SYSTEM (^10)', 'TABLESAMPLE'],
  ['SELECT * FROM ONLY orders', 'ONLY'],
  ['SELECT id FROM orders FOR UPDATE', 'FOR UPDATE'],
  ["SELECT 'ü', ^ROW(1)", 'a row as a value'],
  ['SELECT ^json_object(1 : 2)', 'a JSON constructor'],
];

describe('what the IR cannot say is refused, by name and place', () => {
  it.each(REFUSED)('%s', (marked, construct) => {
    const error = refusal(marked.replace('^', ''));
    const place = marked.indexOf('^') + 1;
    expect({ state: error.sqlState, message: error.message, position: error.position }).toEqual({
      state: '0A000',
      message: expect.stringMatching(new RegExp(`^${construct.replace(/[()*+]/gu, '\\$&')}.* not supported$`, 'u')),
      position: place === 0 ? undefined : place,
    });
  });

  it('governed tables together with the system catalog', () => {
    const error = refusal('SELECT * FROM orders, pg_catalog.pg_class');
    expect(error.sqlState).toBe('0A000');
    expect(error.message).toBe('system catalog "pg_class" cannot be read together with governed tables');
  });

  it.each([
    ['SELECT 1 LIMIT -1', '2201W', 'LIMIT must not be negative'],
    ['SELECT 1 OFFSET -1', '2201X', 'OFFSET must not be negative'],
  ])('%s', (statement, state, message) => {
    expect(refusal(statement)).toMatchObject({ sqlState: state, message });
  });

  it('a statement that doubles itself', () => {
    const tables = Array.from({ length: 16 }, (_, index) => {
      const below = index === 0 ? 'customers z WHERE z.id = c.id' : `q${index - 1} a, q${index - 1} b`;
      return `q${index} AS (SELECT ${index === 0 ? 'z.id' : 'a.id'} FROM ${below})`;
    });
    const statement = `SELECT (WITH ${tables.join(', ')} SELECT count(*) FROM q15) FROM customers c`;
    expect(refusal(statement)).toMatchObject({ sqlState: '54001', message: 'the statement is too complex' });
  });

  it('nested CASEs that would double their operands', () => {
    let expression = 'id';
    for (let depth = 0; depth < 24; depth += 1)
      expression = `CASE ${expression} WHEN 1 THEN 2 WHEN 2 THEN 3 ELSE 4 END`;
    expect(refusal(`SELECT ${expression} FROM orders`)).toMatchObject({ sqlState: '54001' });
  });
});
