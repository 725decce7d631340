import type { Spelling } from '../../../definition.js';
import { named, readTwice } from './shared.js';

const INFINITE = (value: string) => `abs(${value}) = CAST('Infinity' AS DOUBLE)`;
const raise = (message: string) => `CAST(raise_error('${message}') AS DOUBLE)`;

/** Postgres raises outside the domain, where the engine answers NaN or NULL. */
const within =
  (name: string, isOutside: (value: string) => string): Spelling =>
  ([value = '']) =>
    readTwice(value, (x) => `CASE WHEN ${isOutside(x)} THEN ${raise('input is out of range')} ELSE ${name}(${x}) END`);
const finite = (name: string) => within(name, INFINITE);
const unit = (name: string) => within(name, (x) => `abs(${x}) > 1 AND NOT isnan(${x})`);
const bounded =
  (name: string): Spelling =>
  ([value = '']) =>
    readTwice(
      value,
      (x) =>
        `CASE WHEN ${INFINITE(`${name}(${x})`)} AND NOT ${INFINITE(x)} THEN ${raise('value out of range: overflow')} ELSE ${name}(${x}) END`,
    );

const power: Spelling = ([base = '', exponent = '']) =>
  readTwice(base, (x) =>
    readTwice(
      exponent,
      (y) => {
        const bothFinite = `NOT (${INFINITE(x)} OR ${INFINITE(y)} OR isnan(${x}) OR isnan(${y}))`;
        return [
          `CASE WHEN ${x} = 0 AND ${y} < 0 THEN ${raise('zero raised to a negative power')}`,
          `WHEN ${x} < 0 AND ${bothFinite} AND ${y} <> rint(${y}) THEN ${raise('a complex result')}`,
          `WHEN ${bothFinite} AND ${INFINITE(`power(${x}, ${y})`)} THEN ${raise('value out of range: overflow')}`,
          `ELSE power(${x}, ${y}) END`,
        ].join(' ');
      },
      'w',
    ),
  );

/** Functions of floats, which raise outside their domain. */
export const realMathSpellings: Readonly<Record<string, Spelling>> = {
  pg_sqrt: within('sqrt', (x) => `${x} < 0`),
  pg_ln: within('ln', (x) => `${x} <= 0`),
  pg_log10: within('log10', (x) => `${x} <= 0`),
  pg_exp: bounded('exp'),
  pg_sin: finite('sin'),
  pg_cos: finite('cos'),
  pg_tan: finite('tan'),
  pg_cot: finite('cot'),
  pg_atan: named('atan'),
  pg_asin: unit('asin'),
  pg_acos: unit('acos'),
  pg_degrees: named('degrees'),
  pg_radians: named('radians'),
  pg_sinh: bounded('sinh'),
  pg_cosh: bounded('cosh'),
  pg_tanh: named('tanh'),
  pg_atan2: named('atan2'),
  pg_power: power,
};
