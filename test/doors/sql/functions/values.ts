import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import type { ScalarValue } from '../../../../src/query/expression.js';
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
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../../src/query/types.js';
import type { Argument } from './compare.js';

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

function pool(
  sqlType: string,
  typeOid: number,
  type: DataType,
  values: readonly (string | null)[],
  toValue: (text: string) => ScalarValue,
): readonly Argument[] {
  return values.map((text) => ({
    sql: `${text === null ? 'NULL' : quote(text)}::${sqlType}`,
    typeOid,
    type,
    value: text === null ? null : toValue(text),
  }));
}

const asIs = (text: string) => text;

export const int2 = (...values: readonly (string | null)[]) =>
  pool('int2', OID.int2, { kind: 'integer', bits: 16 }, values, BigInt);
export const int4 = (...values: readonly (string | null)[]) => pool('int4', OID.int4, INT32, values, BigInt);
export const int8 = (...values: readonly (string | null)[]) => pool('int8', OID.int8, INT64, values, BigInt);
export const float8 = (...values: readonly (string | null)[]) => pool('float8', OID.float8, FLOAT64, values, Number);
export const numeric = (precision: number, scale: number, ...values: readonly (string | null)[]) =>
  pool(`numeric(${precision},${scale})`, OID.numeric, decimalType(precision, scale), values, asIs);
export const text = (...values: readonly (string | null)[]) => pool('text', OID.text, STRING, values, asIs);
export const bool = (...values: readonly (string | null)[]) =>
  pool('bool', OID.bool, BOOLEAN, values, (value) => value === 'true');
export const date = (...values: readonly (string | null)[]) => pool('date', OID.date, DATE, values, asIs);
export const time = (...values: readonly (string | null)[]) => pool('time', OID.time, TIME, values, asIs);
export const timestamp = (...values: readonly (string | null)[]) =>
  pool('timestamp', OID.timestamp, TIMESTAMP_NTZ, values, (value) => value.replace(' ', 'T'));
/** In UTC, written with Z. */
export const timestamptz = (...values: readonly (string | null)[]) =>
  pool('timestamptz', OID.timestamptz, TIMESTAMP, values, (value) => value.replace(' ', 'T'));
export const json = (...values: readonly (string | null)[]) => pool('json', OID.json, JSON_TYPE, values, asIs);
export const bytea = (...values: readonly (string | null)[]) =>
  pool(
    'bytea',
    OID.bytea,
    BINARY,
    values.map((hex) => (hex === null ? null : `\\x${hex}`)),
    (value) => new Uint8Array(Buffer.from(value.slice(2), 'hex')),
  );

/** Months, days, microseconds. */
export const interval = (...values: readonly (string | null)[]): readonly Argument[] =>
  values.map((value) => {
    const [months, days, micros] = value?.split(' ') ?? [];
    const sql = value === null ? 'NULL' : `'${months} months ${days} days ${micros} microseconds'`;
    return { sql: `${sql}::interval`, typeOid: OID.interval, type: INTERVAL, value };
  });

export const INTS = int4('0', '1', '-1', '7', '-7', '2', '2147483647', '-2147483648', null);
export const SMALL = int4('-5', '-1', '0', '1', '2', '3', '20', null);
export const LONGS = int8('0', '1', '-1', '3', '9223372036854775807', '-9223372036854775808', null);
export const NUMERICS = [
  ...numeric(5, 2, '0.00', '1.50', '-2.55', '999.99', '0.01', null),
  ...numeric(18, 6, '123456789012.654321', '-0.000001', '3.000000'),
  ...numeric(10, 0, '7', '-10', '10000'),
];
export const FLOATS = float8(
  '0',
  '1.5',
  '-2.5',
  '0.5',
  '3.5',
  '1e300',
  '-1e-300',
  'NaN',
  'Infinity',
  '-Infinity',
  null,
);
export const PLAIN_FLOATS = float8('0', '1.5', '-2.5', '0.5', '3.5', '0.1', '1e15', '-123456.789', 'NaN', null);
export const TEXTS = text(
  '',
  'a',
  'Hello World',
  'héllo',
  'ÉCOLE',
  'a,b,,c',
  '  pad  ',
  '🤦🏼x',
  '50%',
  'a_b',
  'back\\slash',
  'line\nbreak',
  "o'neil-smith 2ND",
  '12',
  null,
);
export const DATES = date(
  '2001-01-31',
  '2000-02-29',
  '1969-12-31',
  '0001-01-01',
  '9999-12-31',
  '2024-12-30',
  '2021-01-03',
  null,
);
export const STAMPS = timestamp(
  '2001-01-31 10:20:30',
  '2000-02-29 23:59:59.999999',
  '1969-12-31 00:00:00.5',
  '2024-12-30 12:00:00',
  '2021-01-03 01:02:03.456',
  '2024-03-31 02:30:00',
  null,
);
export const INSTANTS = timestamptz(
  '2001-01-31 10:20:30Z',
  '2000-02-29 23:59:59.999999Z',
  '1969-12-31 00:00:00.5Z',
  '2024-03-31 00:30:00Z',
  '2024-10-27 01:30:00Z',
  '2024-03-31 01:30:00Z',
  null,
);
export const SPANS = interval(
  '1 0 0',
  '0 1 0',
  '0 0 3600000000',
  '14 -3 14706700000',
  '-1 -1 -1',
  '0 0 0',
  '12 400 90000000000',
  null,
);
export const TIMES = time('00:00:00', '23:59:59.5', '12:30:00', null);
