import { type DataType, decimalType, INT32, TIMESTAMP, TIMESTAMP_NTZ } from '../../../query/types.js';
import { double, example, int, long, type RegisteredFunction, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { bind, fixed, postgresFunction } from './postgres-function.js';
import { unscaled } from './quotient-text.js';

const wall = (value: string | null) => typed(TIMESTAMP_NTZ, value);
const instant = (value: string | null) => typed(TIMESTAMP, value);
const decimal = (value: string | null) => typed(decimalType(4, 1), value);

const scaleOf = (type: DataType | undefined) => (type?.kind === 'decimal' ? type.scale : 0);

/** Bucket of a value between two bounds; `inside` computes the whole part of `count * share`. */
function bucketText(w: string, inside: (from: string, value: string, to: string) => string): string {
  const clipped = (from: string, value: string, to: string) =>
    `CAST(least(${inside(from, value, to)}, ${w}.n - 1) AS INTEGER) + 1`;
  return [
    `CASE WHEN ${w}.x IS NULL OR ${w}.a IS NULL OR ${w}.b IS NULL OR ${w}.n IS NULL THEN NULL`,
    `WHEN ${w}.n <= 0 THEN CAST(error('count of buckets must be greater than zero') AS INTEGER)`,
    `WHEN ${w}.a = ${w}.b THEN CAST(error('bounds of buckets must not be equal') AS INTEGER)`,
    `WHEN ${w}.a < ${w}.b THEN CASE WHEN ${w}.x < ${w}.a THEN 0 WHEN ${w}.x >= ${w}.b THEN ${w}.n + 1`,
    `ELSE ${clipped(`${w}.a`, `${w}.x`, `${w}.b`)} END`,
    `WHEN ${w}.x > ${w}.a THEN 0 WHEN ${w}.x <= ${w}.b THEN ${w}.n + 1`,
    `ELSE ${clipped(`-${w}.a`, `-${w}.x`, `-${w}.b`)} END`,
  ].join(' ');
}

const ofFloats: Spelling = ([x = '', a = '', b = '', n = '']) =>
  bind({ x, a, b, n }, 'bucket', (w) => {
    const isUsual = `isfinite(${w}.a) AND isfinite(${w}.b) AND NOT isnan(${w}.x)`;
    const share = (from: string, value: string, to: string) =>
      `trunc(${w}.n * ((${value} - ${from}) / (${to} - ${from})))`;
    const checked = bucketText(w, share);
    const isNull = ['x', 'a', 'b', 'n'].map((part) => `${w}.${part} IS NULL`).join(' OR ');
    return `CASE WHEN ${isNull} THEN NULL WHEN NOT (${isUsual}) THEN CAST(error('bounds of buckets must be finite and their value a number') AS INTEGER) ELSE ${checked} END`;
  });

/** In whole numbers of the finest of the scales. */
const ofExact: Spelling = ([x = '', a = '', b = '', n = ''], types) => {
  const scale = Math.max(...types.slice(0, 3).map(scaleOf));
  const whole = (text: string) => unscaled(`CAST(${text} AS DECIMAL(38,${scale}))`, scale);
  return bind({ x: whole(x), a: whole(a), b: whole(b), n: `CAST(${n} AS INTEGER)` }, 'bucket', (w) =>
    bucketText(w, (from, value, to) => `(${value} - (${from})) * ${w}.n // (${to} - (${from}))`),
  );
};

const EXACT = ['integer', 'decimal'] as const;

/** Microseconds of the stride, the time, and where the first bin begins. */
const dateBin: Spelling = ([stride = '', value = '', origin = ''], [, type]) => {
  const since = `(epoch_us(${value}) - epoch_us(${origin}))`;
  const make = type?.kind === 'timestamp' && type.zoned ? 'make_timestamptz' : 'make_timestamp';
  return `${make}(epoch_us(${value}) - ((${since} % ${stride}) + ${stride}) % ${stride})`;
};

export const bucketFunctions: readonly RegisteredFunction[] = [
  postgresFunction('pg_width_bucket', fixed(['float', 'float', 'float', 'integer'], INT32), ofFloats, {
    cases: [
      example(3n, double(5.35), double(0.024), double(10.06), int(5)),
      example(0n, double(-1), double(0), double(10), int(5)),
      example(null, double(null), double(0), double(10), int(5)),
    ],
  }),
  postgresFunction('pg_width_bucket_exact', fixed([EXACT, EXACT, EXACT, 'integer'], INT32), ofExact, {
    cases: [
      example(3n, decimal('5.3'), decimal('0.0'), int(10), int(5)),
      example(1n, decimal('10.0'), int(10), int(0), int(5)),
      example(null, decimal(null), int(0), int(10), int(5)),
    ],
  }),
  postgresFunction(
    'pg_date_bin',
    fixed(['integer', 'timestamp', 'timestamp'], ([, type, origin]) =>
      type?.kind === 'timestamp' &&
      (origin?.kind === 'null' || (origin?.kind === 'timestamp' && origin.zoned === type.zoned))
        ? type
        : undefined,
    ),
    dateBin,
    {
      cases: [
        example('2020-02-11T15:30:00', long(900000000n), wall('2020-02-11T15:44:17'), wall('2001-01-01T00:00:00')),
        example(
          '1999-12-31T18:00:00Z',
          long(21600000000n),
          instant('1999-12-31T23:00:00Z'),
          instant('2001-01-01T00:00:00Z'),
        ),
        example(null, long(1n), wall(null), wall('2001-01-01T00:00:00')),
      ],
    },
  ),
];
