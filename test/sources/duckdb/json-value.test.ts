import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonEncoding, ScalarValue } from '../../../src/query/expression.js';
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
import { bareConnection, columnOf, rowsOf, singleValue } from './engine-fixture.js';

const { jsonValue, literal } = duckdbDialect;
const FLOAT32: DataType = { kind: 'float', bits: 32 };

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await bareConnection();
});

/** JSON texts of values that stand in a column, so that the engine evaluates rather than folds. */
async function jsonOf(values: readonly ScalarValue[], type: DataType, encoding: JsonEncoding): Promise<unknown[]> {
  const rows = await rowsOf(
    connection,
    `SELECT ${jsonValue('v', encoding, type)} FROM ${columnOf(values, type)} ORDER BY i`,
  );
  return rows.map(([json]) => json);
}

/** JSON text of an engine expression. */
function jsonOfSql(sql: string, type: DataType, encoding: JsonEncoding): Promise<unknown> {
  return singleValue(connection, `SELECT ${jsonValue('v', encoding, type)} FROM (SELECT ${sql} AS v)`);
}

describe('each encoding', () => {
  const cases: readonly [JsonEncoding, DataType, ScalarValue, string][] = [
    ['boolean', BOOLEAN, true, 'true'],
    ['boolean', BOOLEAN, false, 'false'],
    ['int', INT32, -5, '-5'],
    ['int', INT64, 2147483647n, '2147483647'],
    ['int', INT64, -2147483648n, '-2147483648'],
    ['int', INT64, 2147483648n, '\u0001I'],
    ['int', INT64, -(2n ** 63n), '\u0001I'],
    ['int', decimalType(10, 2), '7.00', '7'],
    ['int', decimalType(10, 2), '7.01', '\u0001I'],
    ['int', FLOAT64, 1e20, '\u0001I'],
    ['int', FLOAT64, Number.NaN, '\u0001I'],
    ['float', FLOAT64, Number.NaN, '\u0001F'],
    ['float', FLOAT64, Number.POSITIVE_INFINITY, '\u0001F'],
    ['float', FLOAT64, Number.NEGATIVE_INFINITY, '\u0001F'],
    ['float', FLOAT32, Number.NaN, '\u0001F'],
    ['float', FLOAT64, 0.1, '0.1'],
    ['float', decimalType(10, 2), '-0.50', '-0.50'],
    ['float', INT64, 5n, '5'],
    ['text', INT64, -(2n ** 63n), '"-9223372036854775808"'],
    ['text', decimalType(10, 3), '1.5', '"1.500"'],
    ['float', decimalType(2, 2), '0.05', '0.05'],
    ['float', decimalType(2, 2), '-0.05', '-0.05'],
    ['text', decimalType(2, 2), '0', '"0.00"'],
    ['text', decimalType(38, 38), '-0.1', `"-0.1${'0'.repeat(37)}"`],
    ['text', UUID, '123e4567-e89b-12d3-a456-426614174000', '"123e4567-e89b-12d3-a456-426614174000"'],
    ['text', STRING, 'a"b', '"a\\"b"'],
    ['text', FLOAT64, 0.1, '"0.1"'],
    ['string', STRING, 'a"b\\c\n\u0001/é😀\u2028', '"a\\"b\\\\c\\n\\u0001/é😀\u2028"'],
    ['string', STRING, '', '""'],
    ['string', INT32, 5, '"5"'],
    ['date', DATE, '2001-01-31', '"2001-01-31"'],
    ['date', DATE, '0001-01-01', '"0001-01-01"'],
    ['date', TIMESTAMP_NTZ, '2001-01-31T23:59:59.9', '"2001-01-31"'],
    ['date', TIMESTAMP, '2001-01-31T23:59:59.9Z', '"2001-01-31"'],
    ['time', TIME, '05:06:07', '"05:06:07"'],
    ['time', TIME, '05:06:07.000100', '"05:06:07.0001"'],
    ['datetime', TIMESTAMP_NTZ, '2001-01-31T05:06:07', '"2001-01-31T05:06:07Z"'],
    ['datetime', TIMESTAMP_NTZ, '2001-01-31T05:06:07.120', '"2001-01-31T05:06:07.12Z"'],
    ['datetime', TIMESTAMP_NTZ, '0001-01-01T00:00:00', '"0001-01-01T00:00:00Z"'],
    ['datetime', TIMESTAMP_NTZ, '9999-12-31T23:59:59.999999', '"9999-12-31T23:59:59.999999Z"'],
    ['datetime', TIMESTAMP, '2001-01-31T05:06:07+05:45', '"2001-01-30T23:21:07Z"'],
    ['datetime', TIMESTAMP, '9999-12-31T23:59:59.999999Z', '"9999-12-31T23:59:59.999999Z"'],
    ['datetime', DATE, '2001-01-31', '"2001-01-31T00:00:00Z"'],
    ['bytes', BINARY, new Uint8Array([0, 255, 254]), '"AP/+"'],
    ['bytes', BINARY, new Uint8Array(), '""'],
    ['bytes', STRING, 'é', '"w6k="'],
    ['json', JSON_TYPE, '{"a":[1,null]}', '{"a":[1,null]}'],
    ['json', STRING, '{"a":1}', '"{\\"a\\":1}"'],
    ['json', FLOAT64, Number.NaN, '\u0001F'],
    ['json', DATE, '2001-01-31', '"2001-01-31"'],
    ['json', BOOLEAN, true, 'true'],
  ];
  it.each(cases)('%s of %o: %s', async (encoding, type, value, expected) => {
    expect(await jsonOf([value, null], type, encoding)).toEqual([expected, null]);
    expect(await singleValue(connection, `SELECT ${jsonValue(literal(value, type), encoding, type)}`)).toBe(expected);
    const typeOf = `SELECT typeof(${jsonValue(literal(value, type), encoding, type)})`;
    expect(await singleValue(connection, typeOf)).toBe('VARCHAR');
  });

  it('gives NULL for the bare NULL', async () => {
    expect(await singleValue(connection, `SELECT ${jsonValue('NULL', 'int', NULL_TYPE)}`)).toBeNull();
  });

  it('refuses an encoding that does not take the type', () => {
    expect(() => jsonValue('v', 'date', STRING)).toThrowError(expect.objectContaining({ code: 'INTERNAL' }));
    expect(() => jsonValue('v', 'boolean', INT32)).toThrowError(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('dates and times outside years 1 to 9999', () => {
  const cases: readonly [JsonEncoding, DataType, sql: string][] = [
    ['date', DATE, "DATE '0001-01-01' - 1"],
    ['date', DATE, "DATE '10000-01-01'"],
    ['date', DATE, "'infinity'::DATE"],
    ['date', TIMESTAMP, "'-infinity'::TIMESTAMPTZ"],
    ['datetime', DATE, "'-infinity'::DATE"],
    ['datetime', TIMESTAMP_NTZ, "TIMESTAMP '0001-01-01' - INTERVAL 1 MICROSECOND"],
    ['datetime', TIMESTAMP_NTZ, "TIMESTAMP '10000-01-01'"],
    ['datetime', TIMESTAMP_NTZ, "'infinity'::TIMESTAMP"],
    ['datetime', TIMESTAMP, "TIMESTAMPTZ '10000-01-01 00:00:00+00'"],
    ['datetime', TIMESTAMP, "'infinity'::TIMESTAMPTZ"],
    ['time', TIME, "TIME '24:00:00'"],
  ];
  it.each(cases)('%s of %o %s is a fault', async (encoding, type, sql) => {
    expect(await jsonOfSql(sql, type, encoding)).toBe('\u0001D');
  });
});

describe('property', () => {
  const runs = { numRuns: 200 };
  const list = <T>(items: fc.Arbitrary<T>) => fc.array(items, { minLength: 1, maxLength: 50 });

  it('a double reads back to the bit', async () => {
    const doubles = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer().map((value) => value / 1000),
      fc.integer({ min: -400, max: 400 }).map((exponent) => Number(`1e${exponent}`)),
    );
    await fc.assert(
      fc.asyncProperty(list(doubles.filter(Number.isFinite)), async (values) => {
        const texts = await jsonOf(values, FLOAT64, 'float');
        texts.forEach((text, index) => {
          expect(Object.is(JSON.parse(String(text)), values[index])).toBe(true);
        });
        expect(texts).toHaveLength(values.length);
      }),
      runs,
    );
  });

  it('a single-precision float reads back as the double it widens to', async () => {
    const floats = fc.float({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(list(floats), async (values) => {
        expect((await jsonOf(values, FLOAT32, 'float')).map((text) => JSON.parse(String(text)))).toEqual(values);
      }),
      runs,
    );
  });

  it('a string reads back, and no text holds a bare control character', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((value) => !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(list(text), async (values) => {
        const texts = await jsonOf(values, STRING, 'string');
        expect(texts.map((json) => JSON.parse(String(json)))).toEqual(values);
        for (const json of texts) expect([...String(json)].every((character) => character >= ' ')).toBe(true);
      }),
      runs,
    );
  });

  it('a timestamp is the instant, in UTC', async () => {
    const instant = fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30'),
      noInvalidDate: true,
    });
    await fc.assert(
      fc.asyncProperty(list(instant), async (dates) => {
        const values = dates.map((date) => date.toISOString());
        const expected = values.map((value) => value.replace(/\.?0*Z$/, (end) => (end.startsWith('.') ? 'Z' : end)));
        for (const type of [TIMESTAMP, TIMESTAMP_NTZ]) {
          const texts = (await jsonOf(values, type, 'datetime')).map((json) => JSON.parse(String(json)));
          expect(texts.map((value) => new Date(value).getTime())).toEqual(dates.map((date) => date.getTime()));
          expect(texts).toEqual(expected.map((value) => value.replace(/(\.\d*?)0+Z$/, '$1Z')));
        }
      }),
      runs,
    );
  });
});

describe('operands', () => {
  it('evaluates a long operand once, with the same result', async () => {
    const long = `(${Array.from({ length: 40 }, (_, index) => `v * ${index}e0`).join(' + ')})`;
    const json = jsonValue(long, 'float', FLOAT64);
    expect(json.split(long)).toHaveLength(2);
    const rows = await rowsOf(connection, `SELECT ${json} FROM (VALUES (1e0), (NULL), ('inf'::DOUBLE)) t(v)`);
    expect(rows).toEqual([['780.0'], [null], ['\u0001F']]);
  });

  it('a long mask nested in a date stays right', async () => {
    const long = `CASE ${Array.from({ length: 20 }, (_, index) => `WHEN n = ${index} THEN v + ${index}`).join(' ')} END`;
    const sql = `SELECT ${jsonValue(long, 'datetime', DATE)} FROM (VALUES (1, DATE '2001-01-31'), (99, DATE '2001-01-31')) t(n, v)`;
    expect(await rowsOf(connection, sql)).toEqual([['"2001-02-01T00:00:00Z"'], [null]]);
  });
});
