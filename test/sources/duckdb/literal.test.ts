import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScalarValue } from '../../../src/query/expression.js';
import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  JSON_TYPE,
  NULL_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../src/query/types.js';
import { duckdbDialect } from '../../../src/sources/duckdb/dialect.js';
import { bareConnection, rowsOf, singleValue } from './engine-fixture.js';

const { literal } = duckdbDialect;
const INT8: DataType = { kind: 'integer', bits: 8 };
const INT16: DataType = { kind: 'integer', bits: 16 };
const FLOAT32: DataType = { kind: 'float', bits: 32 };

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await bareConnection();
});

describe('a literal has its own type and value', () => {
  const cases: readonly [ScalarValue, DataType, engineType: string, text: string | null][] = [
    [true, BOOLEAN, 'BOOLEAN', 'true'],
    [-128, INT8, 'TINYINT', '-128'],
    [-32768, INT16, 'SMALLINT', '-32768'],
    [-2147483648, INT32, 'INTEGER', '-2147483648'],
    [5n, INT32, 'INTEGER', '5'],
    [-9223372036854775808n, INT64, 'BIGINT', '-9223372036854775808'],
    ['9223372036854775807', INT64, 'BIGINT', '9223372036854775807'],
    ['-0.05', decimalType(10, 2), 'DECIMAL(10,2)', '-0.05'],
    ['99999999999999999999999999999999999999', decimalType(38, 0), 'DECIMAL(38,0)', '9'.repeat(38)],
    ['1.5e3', decimalType(10, 2), 'DECIMAL(10,2)', '1500.00'],
    [1e-7, decimalType(10, 8), 'DECIMAL(10,8)', '0.00000010'],
    [0.1, FLOAT64, 'DOUBLE', '0.1'],
    [Number.NaN, FLOAT64, 'DOUBLE', 'nan'],
    [Number.NEGATIVE_INFINITY, FLOAT64, 'DOUBLE', '-inf'],
    [-0, FLOAT64, 'DOUBLE', '-0.0'],
    [0.1, FLOAT32, 'FLOAT', '0.1'],
    ["it''s '; DROP TABLE x; --", STRING, 'VARCHAR', "it''s '; DROP TABLE x; --"],
    ['back\\slash\n\u0001\u2028😀', STRING, 'VARCHAR', 'back\\slash\n\u0001\u2028😀'],
    ['', STRING, 'VARCHAR', ''],
    [new Uint8Array([0, 39, 255]), BINARY, 'BLOB', '\\x00\\x27\\xFF'],
    [new Uint8Array(), BINARY, 'BLOB', ''],
    ['0001-01-01', DATE, 'DATE', '0001-01-01'],
    ['9999-12-31', DATE, 'DATE', '9999-12-31'],
    ['23:59:59.999999', TIME, 'TIME', '23:59:59.999999'],
    ['2001-01-31T05:06:07.100Z', TIMESTAMP_NTZ, 'TIMESTAMP', '2001-01-31 05:06:07.1'],
    ['2001-01-31T05:06:07+02:00', TIMESTAMP_NTZ, 'TIMESTAMP', '2001-01-31 03:06:07'],
    ['2001-01-31', TIMESTAMP_NTZ, 'TIMESTAMP', '2001-01-31 00:00:00'],
    ['2001-01-31 05:06', TIMESTAMP, 'TIMESTAMP WITH TIME ZONE', '2001-01-31 10:51:00+05:45'],
    ['123E4567-e89b-12d3-a456-426614174000', UUID, 'UUID', '123e4567-e89b-12d3-a456-426614174000'],
    ['{"a":[1,"\'"]}', JSON_TYPE, 'VARCHAR', '{"a":[1,"\'"]}'],
    [null, DATE, 'DATE', null],
    [null, JSON_TYPE, 'VARCHAR', null],
    [null, NULL_TYPE, '"NULL"', null],
  ];
  it.each(cases)('%s as %o', async (value, type, engineType, text) => {
    const sql = literal(value, type);
    expect(await rowsOf(connection, `SELECT typeof(${sql}), ${sql}::VARCHAR`)).toEqual([[engineType, text]]);
  });
});

describe('a value that does not fit is refused, never bent', () => {
  const cases: readonly [ScalarValue, DataType][] = [
    ['a\0b', STRING],
    ['\ud800', STRING],
    [5, STRING],
    ['1', BOOLEAN],
    [128, INT8],
    [2147483648, INT32],
    [1.5, INT32],
    [2 ** 53, INT64],
    ['9223372036854775808', INT64],
    ['1; DROP', INT64],
    ['1.005', decimalType(10, 2)],
    ['100000000', decimalType(10, 2)],
    ['1e999', decimalType(10, 2)],
    ['.', decimalType(10, 2)],
    ['0x10', FLOAT64],
    ['2001-02-29', DATE],
    ['2001-1-1', DATE],
    ['0000-01-01', DATE],
    ['24:00:00', TIME],
    ['12:00:00.1234567', TIME],
    ['2001-01-31T05:06:60Z', TIMESTAMP],
    ['0001-01-01T00:00:00+01:00', TIMESTAMP],
    ['9999-12-31T23:59:59-01:00', TIMESTAMP],
    ["2001-01-31T05:06:07'", TIMESTAMP],
    ['not-a-uuid', UUID],
    ['{a:1}', JSON_TYPE],
    ['x', BINARY],
    [1, NULL_TYPE],
  ];
  it.each(cases)('%j as %o', (value, type) => {
    expect(() => literal(value, type)).toThrowError(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.includes('\0'));

describe('property', () => {
  it('a string literal is that string, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (values) => {
        const sql = `SELECT ${values.map((value) => literal(value, STRING)).join(', ')}`;
        expect(await rowsOf(connection, sql)).toEqual([values]);
      }),
      { numRuns: 200 },
    );
  });

  it('a double literal is that double, to the bit', async () => {
    const doubles = fc.array(fc.double(), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(doubles, async (values) => {
        const [row] = await rowsOf(connection, `SELECT ${values.map((value) => literal(value, FLOAT64)).join(', ')}`);
        row?.forEach((value, index) => {
          expect(Object.is(value, values[index])).toBe(true);
        });
        expect(row).toHaveLength(values.length);
      }),
      { numRuns: 300 },
    );
  });

  it('an identifier reaches the engine as one name, and breaks out of nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        text.filter((name) => name !== ''),
        async (name) => {
          const quoted = duckdbDialect.quoteIdentifier(name);
          const result = await connection.run(`SELECT ${quoted} FROM (SELECT 7 AS ${quoted}) t`);
          expect(result.columnNames()).toEqual([name]);
          expect(await result.getRows()).toEqual([[7]]);
        },
      ),
      { numRuns: 300 },
    );
    expect(() => duckdbDialect.quoteIdentifier('a\0b')).toThrowError(expect.objectContaining({ code: 'INTERNAL' }));
    expect(() => duckdbDialect.quoteIdentifier('')).toThrowError(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('integers, decimals, dates and timestamps keep their text', async () => {
    const instant = fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30'),
      noInvalidDate: true,
    });
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), instant, async (integer, date) => {
        const iso = date.toISOString();
        const decimal = `${integer}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
        const sql = [
          `${literal(integer, INT64)}::VARCHAR`,
          `${literal(decimal, decimalType(38, 3))}::VARCHAR`,
          `${literal(iso.slice(0, 10), DATE)}::VARCHAR`,
          `epoch_us(${literal(iso, TIMESTAMP_NTZ)})`,
          `epoch_us(${literal(iso, TIMESTAMP)})`,
        ];
        const micros = BigInt(date.getTime()) * 1000n;
        const expected = [integer.toString(), decimal, iso.slice(0, 10), micros, micros];
        expect(await rowsOf(connection, `SELECT ${sql.join(', ')}`)).toEqual([expected]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('clauses and names', () => {
  it('limits', () => {
    expect(duckdbDialect.limit(5, 0)).toBe('LIMIT 5');
    expect(duckdbDialect.limit(undefined, 3)).toBe('OFFSET 3');
    expect(duckdbDialect.limit(0, 3)).toBe('LIMIT 0 OFFSET 3');
  });

  it('names tables in full', () => {
    expect(duckdbDialect.table({ source: 'lakehouse', name: 'lakehouse.gold.a"b' })).toBe('"lakehouse"."gold"."a""b"');
    for (const name of ['gold.flights', 'a.b.c.d', 'flights']) {
      expect(() => duckdbDialect.table({ source: 's', name })).toThrowError(
        expect.objectContaining({ code: 'INTERNAL' }),
      );
    }
  });

  it('frames JSON with its markers', async () => {
    const frame = '{"it\'s":\u0001N\u0002\\x:[\u0003\u0085é';
    expect(await singleValue(connection, `SELECT ${duckdbDialect.text(frame)}`)).toBe(frame);
    expect(duckdbDialect.text('\u0001N')).toBe("E'\\x01N'");
    expect(duckdbDialect.text('a\\b')).toBe("'a\\b'");
  });
});
