import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat } from '../../../src/sources/duckdb/concat.js';
import { isNeverNull } from '../../../src/sources/duckdb/never-null.js';
import { bareConnection, rowsOf, singleValue } from './engine-fixture.js';

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await bareConnection();
  await connection.run(`CREATE TABLE t AS SELECT * FROM (VALUES ('x', 'y'), (NULL, 'y'), ('x', NULL)) v("a""b", b)`);
});

describe('isNeverNull', () => {
  const cases: readonly [string, boolean][] = [
    ["'a''b'", true],
    ["E'\\x01N'", true],
    ["coalesce(x, 'null')", true],
    ["coalesce(f(x, ')'), E'\\x01N')", true],
    ["coalesce(x, f('a', 'null'))", false],
    ['coalesce(x, y)', false],
    ["coalesce(x, 'a') || coalesce(y, 'null')", false],
    ["coalesce(x, 'null', y)", false],
    ["coalesce(\"a'b\", 'null')", true],
    ["(coalesce(x, 'null'))", false],
    ["'a' || x || 'b'", false],
    ['coalesce(x, NULL)', false],
    ['"a"', false],
  ];
  it.each(cases)('%s: %s', (sql, expected) => {
    expect(isNeverNull(sql)).toBe(expected);
  });
});

describe('concat', () => {
  it('is one call where no part can be NULL', () => {
    expect(concat(["'{'", "coalesce(x, 'null')", "'}'"])).toBe("concat('{', coalesce(x, 'null'), '}')");
  });

  it('guards columns and other parts', async () => {
    const sql = concat(["'['", '"t"."a""b"', "','", 'upper(b)', "']'"]);
    expect(await rowsOf(connection, `SELECT ${sql} FROM t`)).toEqual([['[x,Y]'], [null], [null]]);
    expect(sql.match(/upper/g)).toHaveLength(1);
  });

  it('takes none, one, and only nullable parts', async () => {
    expect(await singleValue(connection, `SELECT ${concat([])}`)).toBe('');
    expect(concat(['"b"'])).toBe('"b"');
    expect(await rowsOf(connection, `SELECT ${concat(['"b"', '"b"'])} FROM t`)).toEqual([['yy'], ['yy'], [null]]);
    expect(await rowsOf(connection, `SELECT ${concat(['lower(b)', 'upper(b)'])} FROM t`)).toEqual([
      ['yY'],
      ['yY'],
      [null],
    ]);
  });

  it('stands as an operand', async () => {
    expect(await rowsOf(connection, `SELECT ${concat(["'a'", 'upper(b)'])} = 'aY' FROM t`)).toEqual([
      [true],
      [true],
      [null],
    ]);
    expect(await rowsOf(connection, `SELECT ${concat(["'a'", '"b"'])} = 'ay' FROM t`)).toEqual([
      [true],
      [true],
      [null],
    ]);
  });

  it('is NULL exactly if a part is, for any mix of parts, also nested', async () => {
    const part = fc.oneof(
      fc.constantFrom<readonly [string, string | null]>(
        ['"b"', 'y'],
        ['"n"', null],
        ['upper("b")', 'Y'],
        ['upper("n")', null],
      ),
      fc.constantFrom<readonly [string, string | null]>(['coalesce("n", \'null\')', 'null'], ["'k'", 'k']),
    );
    const parts = fc.array(part, { minLength: 1, maxLength: 110 });
    await fc.assert(
      fc.asyncProperty(parts, parts, async (inner, outer) => {
        const texts = [...inner, ...outer].map(([, text]) => text);
        const expected = texts.includes(null) ? null : texts.join('');
        const sql = concat([concat(inner.map(([text]) => text)), ...outer.map(([text]) => text)]);
        expect(await singleValue(connection, `SELECT ${sql} FROM (SELECT 'y' AS b, NULL::VARCHAR AS n)`)).toBe(
          expected,
        );
      }),
      { numRuns: 200 },
    );
  });
});
