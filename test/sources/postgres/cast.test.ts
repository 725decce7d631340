import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  INTERVAL,
  JSON_TYPE,
  NULL_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../src/query/types.js';
import { postgresDialect } from '../../../src/sources/postgres/dialect.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { type Database, openDatabase } from './open-database.js';

const { cast, literal } = postgresDialect;
const ERROR = Symbol('error');
const INT8: DataType = { kind: 'integer', bits: 8 };

/** Text of the result; ERROR: a cast raises, and one that may not gives NULL. The first ones are DuckDB's own cases. */
const CASES: readonly [ScalarValue, DataType, DataType, string | null | typeof ERROR][] = [
  [2.7, FLOAT64, INT32, '2'],
  [-2.7, FLOAT64, INT64, '-2'],
  [1e10, FLOAT64, INT32, ERROR],
  [Number.NaN, FLOAT64, INT32, ERROR],
  ['2.5', decimalType(10, 1), INT32, '2'],
  ['-2.5', decimalType(10, 1), INT32, '-2'],
  ['1.005', decimalType(10, 3), decimalType(10, 2), '1.01'],
  ['99.5', decimalType(10, 1), decimalType(2, 0), ERROR],
  [2147483648n, INT64, INT32, ERROR],
  [' 7 ', STRING, INT32, '7'],
  ['-7', STRING, INT64, '-7'],
  ['1.5', STRING, INT32, ERROR],
  ['1e3', STRING, INT32, ERROR],
  ['0x1F', STRING, INT32, ERROR],
  ['1_000', STRING, INT32, ERROR],
  ['', STRING, INT32, ERROR],
  ['99999999999', STRING, INT32, ERROR],
  ['.5', STRING, decimalType(4, 2), '0.50'],
  ['999', STRING, decimalType(4, 2), ERROR],
  ['NaN', STRING, decimalType(4, 2), ERROR],
  ['1_0.5', STRING, decimalType(4, 2), ERROR],
  ['yes', STRING, BOOLEAN, 'true'],
  [' F ', STRING, BOOLEAN, 'false'],
  ['on', STRING, BOOLEAN, ERROR],
  ['2001-01-31', STRING, DATE, '2001-01-31'],
  ['2004-2-29 ', STRING, DATE, '2004-02-29'],
  ['2001-02-29', STRING, DATE, ERROR],
  ['2001-13-01', STRING, DATE, ERROR],
  ['tomorrow', STRING, DATE, ERROR],
  ['infinity', STRING, DATE, ERROR],
  ['6BA7B810-9dad-11d1-80b4-00c04fd430c8', STRING, UUID, '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ['{6ba7b8109dad11d180b400c04fd430c8}', STRING, UUID, ERROR],
  ['2001-01-31T05:06:07', TIMESTAMP_NTZ, STRING, '2001-01-31 05:06:07'],
  ['2001-01-31T05:06:07.5Z', TIMESTAMP, STRING, '2001-01-31 05:06:07.5'],
  ['2001-01-31T05:06:07', TIMESTAMP_NTZ, DATE, '2001-01-31'],
  ['2001-01-31', DATE, TIMESTAMP_NTZ, '2001-01-31 00:00:00'],
  ['2001-01-31T23:06:07Z', TIMESTAMP, DATE, '2001-01-31'],
  ['2001-01-31T05:06:07', TIMESTAMP_NTZ, TIME, '05:06:07'],
  [true, BOOLEAN, STRING, 'true'],
  [true, BOOLEAN, INT64, '1'],
  [0n, INT32, BOOLEAN, 'false'],
  ['-0.05', decimalType(2, 2), STRING, '-0.05'],
  [3, FLOAT64, STRING, '3.0'],
  [-0.5, FLOAT64, STRING, '-0.5'],
  [1e15, FLOAT64, STRING, '1000000000000000.0'],
  [1234567890123456.8, FLOAT64, STRING, '1234567890123456.8'],
  [1e20, FLOAT64, STRING, '1e+20'],
  [0.285, FLOAT64, decimalType(4, 2), '0.29'],
  [1234567890123.567, FLOAT64, decimalType(20, 3), '1234567890123.567'],
  [Number.NaN, FLOAT64, decimalType(4, 2), ERROR],
  [Number.POSITIVE_INFINITY, FLOAT64, decimalType(4, 2), ERROR],
  [127n, INT32, INT8, '127'],
  [-128n, INT32, INT8, '-128'],
  [128n, INT32, INT8, ERROR],
  [null, STRING, INT32, null],
  [null, STRING, DATE, null],
  [null, FLOAT64, INT32, null],
  [null, NULL_TYPE, DATE, null],
];

/** Those that have no form that never raises. */
const PLAIN: readonly [ScalarValue, DataType, DataType, string | null | typeof ERROR][] = [
  [5n, INT64, FLOAT64, '5'],
  ['1e3', STRING, FLOAT64, '1000'],
  [' -Infinity', STRING, FLOAT64, '-Infinity'],
  ['NaN', STRING, FLOAT64, 'NaN'],
  ['1_0.5', STRING, FLOAT64, ERROR],
  ['0x10', STRING, FLOAT64, ERROR],
  ['2001-01-31 05:06', STRING, TIMESTAMP_NTZ, '2001-01-31 05:06:00'],
  ['2001-01-31T05:06:07.5', STRING, TIMESTAMP_NTZ, '2001-01-31 05:06:07.5'],
  ['now', STRING, TIMESTAMP_NTZ, ERROR],
  ['2001-01-31 05:06:07+02:00', STRING, TIMESTAMP, '2001-01-31 03:06:07+00'],
  ['12:30', STRING, TIME, '12:30:00'],
  ['allballs', STRING, TIME, ERROR],
  [new Uint8Array([0xc3, 0xa9]), BINARY, STRING, 'é'],
  [new Uint8Array([0xff]), BINARY, STRING, ERROR],
  ['{"a":1}', STRING, JSON_TYPE, '{"a":1}'],
  ['{a', STRING, JSON_TYPE, ERROR],
  ['2001-01-31', DATE, JSON_TYPE, '"2001-01-31"'],
  ['2001-01-31T05:06:07', TIMESTAMP_NTZ, JSON_TYPE, '"2001-01-31T05:06:07Z"'],
  [Number.NaN, FLOAT64, JSON_TYPE, '\u0001F'],
];

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('casts on PostgreSQL', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database?.close());

  /** The value as a column, which the planner does not look into. */
  async function run(value: ScalarValue, from: DataType, to: DataType, tryCast: boolean): Promise<unknown> {
    const column = `${literal(value, from)}${from.kind === 'null' ? '::text' : ''} AS v`;
    const { rows } = await database.ask(
      `WITH t AS MATERIALIZED (SELECT ${column}) SELECT ${cast('v', from, to, tryCast)}::text FROM t`,
    );
    return rows[0]?.[0];
  }

  it.each([...CASES, ...PLAIN])('%s of %o to %o', async (value, from, to, expected) => {
    if (expected === ERROR) await expect(run(value, from, to, false)).rejects.toThrow();
    else expect(await run(value, from, to, false)).toBe(expected);
  });

  it.each(CASES)('that never raises: %s of %o to %o', async (value, from, to, expected) => {
    expect(await run(value, from, to, true)).toBe(expected === ERROR ? null : expected);
  });

  it.each([
    [INT32, DATE],
    [TIMESTAMP, INT64],
    [BINARY, INT32],
    [JSON_TYPE, INT32],
    [STRING, INTERVAL],
    [TIME, TIMESTAMP_NTZ],
  ] as const)('refuses %o to %o', (from, to) => {
    expect(() => cast('x', from, to, false)).toThrowError(expect.objectContaining({ code: 'NOT_SUPPORTED' }));
  });

  it('grows with its depth no faster than its operand', () => {
    let text = 't.c';
    for (let depth = 0; depth < 30; depth += 1) {
      text = cast(cast(text, STRING, INT32, false), INT32, STRING, false);
    }
    expect(text.length).toBeLessThan(5000);
  });
});
