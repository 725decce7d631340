import type { Choices } from '../choices.js';
import type { ColumnType, Value } from './model.js';

const MICROS_A_DAY = 86_400_000_000n;

function days(text: string): bigint {
  return BigInt(Date.parse(`${text}T00:00:00Z`)) / 86_400_000n;
}

function micros(text: string, extra = 0n): bigint {
  return BigInt(Date.parse(`${text}Z`)) * 1000n + extra;
}

const STRINGS = [
  'a',
  '',
  'b',
  'A',
  'ab',
  'Z',
  'é',
  'É',
  'ß',
  ' ',
  "it's",
  'a"b',
  'a\\b',
  '50%',
  'a_b',
  'x\ny',
  '\u0001F',
  '\u0002a:1\u0003',
  '🤦',
  '\uffee',
  'null',
  'nan',
  '日本',
  'u1@x.test',
  'u2@x.test',
  '","',
  '\t',
  '\u007f',
  '}{',
];
const DOUBLES = [0, 1, 0.5, -0.5, 1.25, 3, -2.75, 100.125, Number.NaN, Infinity, -Infinity, 0.1, -1e300, 1e15, 2, 4];
const INTS = [0n, 1n, 2n, 3n, -1n, -7n, 10n, 25n, 100n, 2147483647n, -1_000_000_000n];
const BIGINTS = [0n, 1n, 2n, -1n, 5n, 10n, 9007199254740993n, -9007199254740993n, 90071992547409931n, 33n];
const DATES = [
  '2001-01-01',
  '2001-01-31',
  '2000-02-29',
  '2001-06-30',
  '2024-12-30',
  '1969-12-31',
  '0001-01-01',
  '9999-12-31',
  '2021-01-03',
].map(days);
const TIMESTAMPS = [
  micros('2001-01-01T00:00:00'),
  micros('2001-01-01T23:59:59', 999_999n),
  micros('2024-03-03T12:30:00'),
  micros('1969-12-31T23:59:59', 500_000n),
  micros('2001-04-01T10:00:00'),
  micros('2001-04-01T10:59:59', 1n),
  micros('0001-01-01T00:00:00'),
  micros('9999-12-31T23:59:59', 999_999n),
];

function everyValue(type: ColumnType): readonly Value[] {
  switch (type.kind) {
    case 'boolean':
      return [false, true];
    case 'int':
      return INTS;
    case 'bigint':
      return BIGINTS;
    case 'decimal': {
      const unit = 10n ** BigInt(type.scale);
      return [
        0n,
        unit,
        (unit * 3n) / 10n,
        (unit * 7n) / 10n,
        unit / 2n,
        -unit,
        5n * unit,
        3n * unit + 1n,
        -7n,
        1n,
        12n * unit + unit / 4n,
        10n ** BigInt(type.precision) - 1n,
      ];
    }
    case 'double':
      return DOUBLES;
    case 'string':
      return STRINGS;
    case 'date':
      return DATES;
    case 'timestamp':
      return TIMESTAMPS;
  }
}

/** Two to seven different values of a type. */
export function poolOf(type: ColumnType, choices: Choices): readonly Value[] {
  const all = everyValue(type);
  const picked = new Set<Value>();
  for (let count = 2 + choices.below(6); count > 0; count -= 1) picked.add(choices.pick(all));
  return [...picked];
}

/** `count` different values of a type that keys have. */
export function keyValues(type: ColumnType, count: number, choices: Choices): readonly Value[] {
  if (type.kind === 'string')
    return [...new Set([...choices.some(STRINGS, 0.5), ...Array.from({ length: count }, (_, i) => `k${i}`)])].slice(
      0,
      count,
    );
  const start = choices.pick([1n, 0n, -3n, type.kind === 'bigint' ? 9007199254740990n : 100n]);
  return Array.from({ length: count }, (_, index) => start + BigInt(index));
}

/** SQL's order of two values that are not NULL: NaN above all numbers, text by its UTF-8 bytes. */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'number' && typeof b === 'number') {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a < b ? -1 : Number(a > b);
  }
  if (a === null || b === null || typeof a !== typeof b) throw new Error(`Not comparable: ${String(a)}, ${String(b)}.`);
  return a < b ? -1 : Number(a > b);
}

function pad(value: number | bigint, width: number): string {
  return String(value).padStart(width, '0');
}

export function dateText(value: bigint): string {
  return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10);
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** `YYYY-MM-DDTHH:MM:SS[.ffffff]`, the fraction without trailing zeros. */
export function timestampText(value: bigint): string {
  const day = floorDivide(value, MICROS_A_DAY);
  const rest = value - day * MICROS_A_DAY;
  const seconds = rest / 1_000_000n;
  const fraction = pad(rest % 1_000_000n, 6).replace(/0+$/u, '');
  const time = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => pad(part, 2)).join(':');
  return `${dateText(day)}T${time}${fraction === '' ? '' : `.${fraction}`}`;
}

export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const digits = pad(unscaled < 0n ? -unscaled : unscaled, scale + 1);
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The first moment of the period that a date or time falls into; weeks begin on Monday. */
export function truncate(value: bigint, unit: string, kind: 'date' | 'timestamp'): bigint {
  const hour = 3_600_000_000n;
  if (unit === 'HOUR') return floorDivide(value, hour) * hour;
  const day = kind === 'date' ? value : floorDivide(value, MICROS_A_DAY);
  const date = new Date(Number(day) * 86_400_000);
  const month = date.getUTCMonth();
  const start = new Date(date);
  if (unit === 'WEEK') start.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (unit === 'MONTH') start.setUTCDate(1);
  if (unit === 'QUARTER') start.setUTCMonth(month - (month % 3), 1);
  if (unit === 'YEAR') start.setUTCMonth(0, 1);
  const first = BigInt(start.getTime()) / 86_400_000n;
  return kind === 'date' ? first : first * MICROS_A_DAY;
}

export function binOf(value: bigint, width: bigint): bigint {
  return floorDivide(value, width) * width;
}

function quoted(text: string, escaped: (text: string) => string): string {
  return `'${escaped(text)}'`;
}

/** A typed constant in DuckDB's SQL, for writing the tables. */
export function duckdbLiteral(value: Value, type: ColumnType): string {
  const as = (text: string) => `${text}::${duckdbType(type)}`;
  if (value === null) return as('NULL');
  if (type.kind === 'decimal') return as(quoted(decimalText(BigInt(value), type.scale), (text) => text));
  if (type.kind === 'date') return as(quoted(dateText(BigInt(value)), (text) => text));
  if (type.kind === 'timestamp') {
    const text = timestampText(BigInt(value)).replace('T', ' ');
    return as(quoted(type.zoned ? `${text}+00` : text, (plain) => plain));
  }
  return as(quoted(String(value), (text) => text.replaceAll("'", "''")));
}

export function duckdbType(type: ColumnType): string {
  switch (type.kind) {
    case 'boolean':
      return 'BOOLEAN';
    case 'int':
      return 'INTEGER';
    case 'bigint':
      return 'BIGINT';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'double':
      return 'DOUBLE';
    case 'string':
      return 'VARCHAR';
    case 'date':
      return 'DATE';
    case 'timestamp':
      return type.zoned ? 'TIMESTAMPTZ' : 'TIMESTAMP';
  }
}

/** `type_text` and `type_name` of Unity Catalog. */
export function unityType(type: ColumnType): { readonly type_text: string; readonly type_name: string } {
  switch (type.kind) {
    case 'boolean':
      return { type_text: 'boolean', type_name: 'BOOLEAN' };
    case 'int':
      return { type_text: 'int', type_name: 'INT' };
    case 'bigint':
      return { type_text: 'bigint', type_name: 'LONG' };
    case 'decimal':
      return { type_text: `decimal(${type.precision},${type.scale})`, type_name: 'DECIMAL' };
    case 'double':
      return { type_text: 'double', type_name: 'DOUBLE' };
    case 'string':
      return { type_text: 'string', type_name: 'STRING' };
    case 'date':
      return { type_text: 'date', type_name: 'DATE' };
    case 'timestamp':
      return type.zoned
        ? { type_text: 'timestamp', type_name: 'TIMESTAMP' }
        : { type_text: 'timestamp_ntz', type_name: 'TIMESTAMP_NTZ' };
  }
}

/** A typed constant in Databricks SQL, for policy bodies and directives. */
export function databricksLiteral(value: Value, type: ColumnType): string {
  if (value === null) return `CAST(NULL AS ${unityType(type).type_text})`;
  const text = (plain: string) => quoted(plain, (inner) => inner.replaceAll('\\', '\\\\').replaceAll("'", "\\'"));
  switch (type.kind) {
    case 'boolean':
      return value === true ? 'TRUE' : 'FALSE';
    case 'int':
    case 'bigint':
      return String(value);
    case 'decimal':
      return `${decimalText(BigInt(value), type.scale)}BD`;
    case 'double':
      return Number.isFinite(value) ? `${Number(value)}D` : `CAST('${String(value)}' AS DOUBLE)`;
    case 'string':
      return text(String(value));
    case 'date':
      return `DATE ${text(dateText(BigInt(value)))}`;
    case 'timestamp':
      return `${type.zoned ? 'TIMESTAMP' : 'TIMESTAMP_NTZ'} ${text(timestampText(BigInt(value)).replace('T', ' '))}`;
  }
}

/** The GraphQL scalar of a column of this type. */
export function scalarOf(type: ColumnType): string {
  const names = {
    boolean: 'Boolean',
    int: 'Int',
    bigint: 'BigInt',
    decimal: 'Decimal',
    double: 'Float',
    string: 'String',
    date: 'Date',
    timestamp: 'DateTime',
  } as const;
  return names[type.kind];
}

/** A value as GraphQL's JSON carries it, both ways. A double that is not finite has no such form. */
export function jsonForm(value: Value, type: ColumnType): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'int':
      return Number(value);
    case 'bigint':
      return String(value);
    case 'decimal':
      return decimalText(BigInt(value), type.scale);
    case 'date':
      return dateText(BigInt(value));
    case 'timestamp':
      return `${timestampText(BigInt(value))}Z`;
    default:
      return value;
  }
}
