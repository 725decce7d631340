import {
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  STRING,
  TIME,
  TIMESTAMP_NTZ,
} from '../../../query/types.js';
import { double, example, int, long, type RegisteredFunction, text, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { constantNumber } from '../../literals.js';
import { castText, readTwice } from '../../spell.js';
import { fixed, postgresFunction } from './postgres-function.js';

const wall = (value: string | null) => typed(TIMESTAMP_NTZ, value);
const plainCast: Spelling = ([value = ''], _types, result) => castText(value, result, 'duckdb');

const INTEGERS = { pg_int2: 16, pg_int4: 32, pg_int8: 64 } as const;

/** To an integer: numeric rounds half away from zero and floats half to even, which DuckDB's own casts do too. */
const toIntegers = Object.entries(INTEGERS).map(([id, bits]) =>
  postgresFunction(id, fixed([['decimal', 'float', 'integer', 'boolean']], { kind: 'integer', bits }), plainCast, {
    cases: [
      example(2n, double(2.5)),
      example(4n, double(3.5)),
      example(-3n, typed(decimalType(2, 1), '-2.5')),
      example(7n, long(7n)),
      example(null, double(null)),
    ],
  }),
);

/** Words and their beginnings that Postgres reads as a boolean. */
const WORDS: Readonly<Record<'true' | 'false', readonly string[]>> = {
  true: ['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'],
  false: ['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0'],
};
const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');
const booleanOfText: Spelling = ([value = '']) =>
  readTwice(
    value,
    (x) =>
      `CAST(CASE WHEN lower(trim(${x})) IN (${list(WORDS.true)}) THEN 'true' WHEN lower(trim(${x})) IN (${list(WORDS.false)}) THEN 'false' WHEN ${x} IS NOT NULL THEN 'neither' END AS BOOLEAN)`,
  );

/** The nearest DOUBLE. DuckDB divides by a power of ten, which is exact up to 15 digits; beyond, it reads the text. */
const doubleOf: Spelling = ([value = ''], [type]) =>
  type?.kind === 'decimal' && type.precision > 15
    ? `CAST(CAST(${value} AS VARCHAR) AS DOUBLE)`
    : castText(value, FLOAT64, 'duckdb');

const EPOCH_2000 = 946_684_800_000_000;

/** Rounded to so many digits of the second, half away from the year 2000, from which Postgres counts. */
const roundedSeconds: Spelling = ([value = '', digits = '0']) => {
  const unit = 10 ** (6 - Number.parseInt(digits, 10));
  return readTwice(value, (x) => {
    const since = `(epoch_us(${x}) - ${EPOCH_2000})`;
    const rounded = `sign(${since}) * ((abs(${since}) + ${unit / 2}) // ${unit}) * ${unit}`;
    return `make_timestamp(CAST(${rounded} + ${EPOCH_2000} AS BIGINT))`;
  });
};

const digitsOfSecond: NonNullable<RegisteredFunction['refine']> = ([, digits], resolved) => {
  const value = digits?.kind === 'literal' ? constantNumber(digits) : undefined;
  return value !== undefined && value >= 0 && value < 6 ? resolved : 'its digits must be a constant from 0 to 5';
};

/** DuckDB writes `3.0`, `inf` and `nan`, and an exponent from 1e16 up where Postgres has it from 1e15 up. */
const floatText: Spelling = ([value = '']) =>
  readTwice(value, (x) => {
    const digits = `regexp_replace(CAST(${x} AS VARCHAR), '\\.0($|e)', '\\1')`;
    const mantissa = `regexp_replace(rtrim(${digits}, '0'), '^(-?.)(.+)$', '\\1.\\2')`;
    return [
      `CASE WHEN isnan(${x}) THEN 'NaN' WHEN isinf(${x}) THEN CASE WHEN ${x} > 0 THEN 'Infinity' ELSE '-Infinity' END`,
      `WHEN abs(${x}) >= 1e15 AND abs(${x}) < 1e16 THEN ${mantissa} || 'e+15' ELSE ${digits} END`,
    ].join(' ');
  });

/** Postgres's casts where they differ from those of the IR, which are Databricks'. */
export const conversionFunctions: readonly RegisteredFunction[] = [
  ...toIntegers,
  postgresFunction('pg_float8_of_numeric', fixed(['decimal'], FLOAT64), doubleOf, {
    total: true,
    leakproof: true,
    cases: [
      example(0.1, typed(decimalType(2, 1), '0.1')),
      example(12345678901234567000, typed(decimalType(22, 2), '12345678901234567000.50')),
      example(null, typed(decimalType(22, 2), null)),
    ],
  }),
  postgresFunction('pg_bool_of_text', fixed(['string'], BOOLEAN), booleanOfText, {
    cases: [example(true, text(' Yes ')), example(false, text('of')), example(null, text(null))],
  }),
  postgresFunction('pg_bool_of_int', fixed(['integer'], BOOLEAN), ([value]) => `(${value} <> 0)`, {
    total: true,
    leakproof: true,
    cases: [example(true, int(-5)), example(false, int(0)), example(null, int(null))],
  }),
  postgresFunction(
    'pg_timestamp_digits',
    fixed(['timestamp', 'integer'], ([type]) => (type?.kind === 'timestamp' && !type.zoned ? type : undefined)),
    roundedSeconds,
    {
      refine: digitsOfSecond,
      cases: [
        example('2001-01-01T00:00:01', wall('2001-01-01T00:00:00.5'), int(0)),
        example('1969-12-31T23:59:59.12', wall('1969-12-31T23:59:59.123'), int(2)),
        example(null, wall(null), int(0)),
      ],
    },
  ),
  postgresFunction(
    'pg_date_of_timestamp',
    fixed(['timestamp'], ([type]): DataType | undefined =>
      type?.kind === 'timestamp' && type.zoned ? undefined : DATE,
    ),
    plainCast,
    {
      total: true,
      leakproof: true,
      cases: [
        example('1969-12-31', wall('1969-12-31T23:59:59.9')),
        example('2000-02-29', wall('2000-02-29T00:00:00')),
        example(null, wall(null)),
      ],
    },
  ),
  postgresFunction(
    'pg_time_of_timestamp',
    fixed(['timestamp'], ([type]): DataType | undefined =>
      type?.kind === 'timestamp' && type.zoned ? undefined : TIME,
    ),
    plainCast,
    {
      cases: [
        example('23:59:59.9', wall('1969-12-31T23:59:59.9')),
        example('00:00:00', wall('2000-02-29T00:00:00')),
        example(null, wall(null)),
      ],
    },
  ),
  postgresFunction('pg_timestamp_of_date', fixed(['date'], TIMESTAMP_NTZ), plainCast, {
    cases: [
      example('2000-02-29T00:00:00', typed(DATE, '2000-02-29')),
      example('0001-01-01T00:00:00', typed(DATE, '0001-01-01')),
      example(null, typed(DATE, null)),
    ],
  }),
  // The fewest digits that read back the same, as Postgres writes them.
  postgresFunction('pg_text_of_float', fixed(['float'], STRING), floatText, {
    cases: [
      example('0.1', double(0.1)),
      example('3', double(3)),
      example('1e+20', double(1e20)),
      example('1.5e+15', double(1.5e15)),
      example('1e-05', double(0.00001)),
      example('-Infinity', double(Number.NEGATIVE_INFINITY)),
      example(null, double(null)),
    ],
  }),
  postgresFunction('pg_json_text', fixed(['json'], STRING), ([value = '']) => value, {
    total: true,
    leakproof: true,
    cases: [
      example('{"a":1}', typed({ kind: 'json' }, '{"a":1}')),
      example('null', typed({ kind: 'json' }, 'null')),
      example(null, typed({ kind: 'json' }, null)),
    ],
  }),
];
