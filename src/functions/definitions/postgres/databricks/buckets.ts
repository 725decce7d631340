import type { Spelling } from '../../../definition.js';
import { micros } from './calendar.js';
import { quotient, unscaled } from './quotient.js';
import { bind, cast, scaleOf } from './shared.js';

const raise = (message: string) => `CAST(raise_error('${message}') AS INT)`;

/** Bucket of a value between two bounds; `inside` computes the whole part of `count * share`. */
function bucketText(w: string, inside: (from: string, value: string, to: string) => string): string {
  const clipped = (from: string, value: string, to: string) =>
    `CAST(least(CAST(${inside(from, value, to)} AS BIGINT), CAST(${w}.n AS BIGINT) - 1) + 1 AS INT)`;
  return [
    `CASE WHEN ${w}.x IS NULL OR ${w}.a IS NULL OR ${w}.b IS NULL OR ${w}.n IS NULL THEN CAST(NULL AS INT)`,
    `WHEN ${w}.n <= 0 THEN ${raise('count of buckets must be greater than zero')}`,
    `WHEN ${w}.a = ${w}.b THEN ${raise('bounds of buckets must not be equal')}`,
    `WHEN ${w}.a < ${w}.b THEN CASE WHEN ${w}.x < ${w}.a THEN 0 WHEN ${w}.x >= ${w}.b THEN CAST(${w}.n + 1 AS INT)`,
    `ELSE ${clipped(`${w}.a`, `${w}.x`, `${w}.b`)} END`,
    `WHEN ${w}.x > ${w}.a THEN 0 WHEN ${w}.x <= ${w}.b THEN CAST(${w}.n + 1 AS INT)`,
    `ELSE ${clipped(`(- ${w}.a)`, `(- ${w}.x)`, `(- ${w}.b)`)} END`,
  ].join(' ');
}

const ofFloats: Spelling = ([x = '', a = '', b = '', n = '']) =>
  bind({ x, a, b, n }, 'bucket', (w) => {
    const isOdd = (value: string) => `isnan(${value}) OR abs(${value}) = CAST('Infinity' AS DOUBLE)`;
    const share = (from: string, value: string, to: string) =>
      `floor(${w}.n * ((${value} - ${from}) / (${to} - ${from})))`;
    const isNull = ['x', 'a', 'b', 'n'].map((part) => `${w}.${part} IS NULL`).join(' OR ');
    const refusal = raise('bounds of buckets must be finite and their value a number');
    return `CASE WHEN ${isNull} THEN CAST(NULL AS INT) WHEN ${isOdd(`${w}.a`)} OR ${isOdd(`${w}.b`)} OR isnan(${w}.x) THEN ${refusal} ELSE ${bucketText(w, share)} END`;
  });

/** In whole numbers of the finest of the scales. */
const ofExact: Spelling = ([x = '', a = '', b = '', n = ''], types) => {
  const scale = Math.max(...types.slice(0, 3).map(scaleOf));
  const integer = (text: string, index: number) => unscaled({ text, scale: scaleOf(types[index]) }, scale);
  return bind({ x: integer(x, 0), a: integer(a, 1), b: integer(b, 2), n: `CAST(${n} AS INT)` }, 'bucket', (w) =>
    bucketText(w, (from, value, to) => quotient(`((${value} - ${from}) * ${w}.n)`, `(${to} - ${from})`)),
  );
};

/** Microseconds of the stride, the time, and where the first bin begins. */
const dateBin: Spelling = ([stride = '', value = '', origin = ''], [, type, originType], result) => {
  const time = micros(value, type);
  return cast(`timestamp_micros(${time} - pmod(${time} - ${micros(origin, originType)}, ${stride}))`, result);
};

/** Buckets of numbers and of times. */
export const bucketsSpellings: Readonly<Record<string, Spelling>> = {
  pg_width_bucket: ofFloats,
  pg_width_bucket_exact: ofExact,
  pg_date_bin: dateBin,
};
