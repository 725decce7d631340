import type { DuckDBConnection } from '@duckdb/node-api';
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
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../src/query/types.js';
import { duckdbDialect } from '../../../src/sources/duckdb/dialect.js';
import { bareConnection, columnOf, singleValue } from './engine-fixture.js';

const { cast } = duckdbDialect;
const ERROR = Symbol('error');

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await bareConnection();
});

/** Text of the result; ERROR: CAST raises and TRY_CAST gives NULL. */
const cases: readonly [ScalarValue, DataType, DataType, string | null | typeof ERROR][] = [
  [2.7, FLOAT64, INT32, '2'],
  [-2.7, FLOAT64, INT64, '-2'],
  [1e10, FLOAT64, INT32, ERROR],
  [Number.NaN, FLOAT64, INT32, ERROR],
  ['2.5', decimalType(10, 1), INT32, '2'],
  ['-2.5', decimalType(10, 1), INT32, '-2'],
  ['1.005', decimalType(10, 3), decimalType(10, 2), '1.01'],
  ['99.5', decimalType(10, 1), decimalType(2, 0), ERROR],
  [2147483648n, INT64, INT32, ERROR],
  [5n, INT64, FLOAT64, '5.0'],
  [' 7 ', STRING, INT32, '7'],
  ['-7', STRING, INT64, '-7'],
  ['1.5', STRING, INT32, ERROR],
  ['1e3', STRING, INT32, ERROR],
  ['0x1F', STRING, INT32, ERROR],
  ['1_000', STRING, INT32, ERROR],
  ['', STRING, INT32, ERROR],
  ['1_0.5', STRING, FLOAT64, ERROR],
  ['1e3', STRING, FLOAT64, '1000.0'],
  ['NaN', STRING, FLOAT64, 'nan'],
  ['.5', STRING, decimalType(4, 2), '0.50'],
  ['yes', STRING, BOOLEAN, 'true'],
  ['on', STRING, BOOLEAN, ERROR],
  ['2001-01-31', STRING, DATE, '2001-01-31'],
  ['2001-02-29', STRING, DATE, ERROR],
  ['2001-01-31T05:06:07', TIMESTAMP_NTZ, STRING, '2001-01-31 05:06:07'],
  ['2001-01-31T05:06:07Z', TIMESTAMP, STRING, '2001-01-31 05:06:07'],
  ['2001-01-31T05:06:07', TIMESTAMP_NTZ, DATE, '2001-01-31'],
  [true, BOOLEAN, STRING, 'true'],
  ['-0.05', decimalType(2, 2), STRING, '-0.05'],
  [new Uint8Array([0xc3, 0xa9]), BINARY, STRING, 'é'],
  [new Uint8Array([0xff]), BINARY, STRING, ERROR],
  ['{"a":1}', STRING, JSON_TYPE, '{"a":1}'],
  ['{a', STRING, JSON_TYPE, ERROR],
  ['2001-01-31', DATE, JSON_TYPE, '"2001-01-31"'],
  ['2001-01-31T05:06:07', TIMESTAMP_NTZ, JSON_TYPE, '"2001-01-31T05:06:07Z"'],
  [Number.NaN, FLOAT64, JSON_TYPE, '\u0001F'],
  [null, NULL_TYPE, DATE, null],
  [null, STRING, INT32, null],
  [null, FLOAT64, INT32, null],
];

describe('cast', () => {
  it.each(cases)('%s of %o to %o', async (value, from, to, expected) => {
    const run = (tryCast: boolean) =>
      singleValue(connection, `SELECT ${cast('v', from, to, tryCast)}::VARCHAR FROM ${columnOf([value], from)}`);
    expect(await run(true)).toBe(expected === ERROR ? null : expected);
    if (expected === ERROR) await expect(run(false)).rejects.toThrow();
    else expect(await run(false)).toBe(expected);
  });

  it('gives the target type', async () => {
    for (const [value, from, to] of cases) {
      if (from.kind === 'null') continue;
      const sql = `SELECT any_value(typeof(${cast('v', from, to, true)})) = any_value(typeof(NULL::${duckdbDialect.typeName(to)})) FROM ${columnOf([value], from)}`;
      expect(await singleValue(connection, sql), sql).toBe(true);
    }
  });

  it('leaves an operand of the type alone', () => {
    expect(cast('x', STRING, STRING, false)).toBe('x');
  });

  it.each([
    [INT32, DATE],
    [TIMESTAMP, INT64],
    [BINARY, INT32],
    [JSON_TYPE, INT32],
  ] as const)('refuses %o to %o', (from, to) => {
    expect(() => cast('x', from, to, false)).toThrowError(expect.objectContaining({ code: 'NOT_SUPPORTED' }));
  });
});
