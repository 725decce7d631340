import type { Spelling } from '../../../definition.js';
import type { Fault } from '../raise.js';
import { named, repeated, unless } from '../shared.js';

/** Raises where Postgres does; the engine would answer NULL. */
const within =
  (name: string, isOutside: (x: string) => string, fault: Fault): Spelling =>
  ([value = '']) =>
    repeated(value, (x) => unless(isOutside(x), fault, x, `${name}(${x})`));

const isBelowZero = (x: string) => `${x} < 0`;
const isNotPositive = (x: string) => `${x} <= 0`;
const isBeyondOne = (x: string) => `ABS(${x}) > 1`;

const power: Spelling = ([base = '', exponent = '']) =>
  repeated(base + exponent, () => {
    const isUndefined = `(${base} = 0 AND ${exponent} < 0) OR (${base} < 0 AND ${exponent} <> FLOOR(${exponent}))`;
    return unless(isUndefined, '2201F', base, `POWER(${base}, ${exponent})`);
  });

/** Of one or two DOUBLEs. What is beyond their range raises by itself. */
export const postgresRealMath: Readonly<Record<string, Spelling>> = {
  pg_sqrt: within('SQRT', isBelowZero, '2201F'),
  pg_ln: within('LN', isNotPositive, '2201E'),
  pg_log10: within('LOG10', isNotPositive, '2201E'),
  pg_asin: within('ASIN', isBeyondOne, '22003'),
  pg_acos: within('ACOS', isBeyondOne, '22003'),
  pg_exp: named('EXP'),
  pg_sin: named('SIN'),
  pg_cos: named('COS'),
  pg_tan: named('TAN'),
  pg_cot: named('COT'),
  pg_atan: named('ATAN'),
  pg_atan2: named('ATAN2'),
  pg_degrees: named('DEGREES'),
  pg_radians: named('RADIANS'),
  pg_power: power,
};
