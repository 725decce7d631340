import { FLOAT64 } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { atResult, cast, type Spellings, widened } from '../shared.js';

const infix =
  (operator: string): Spelling =>
  (args, types, result) =>
    atResult(`(${(result.kind === 'decimal' ? args : widened(args, types, result)).join(` ${operator} `)})`, result);

/** The function's own result, at the digits that the IR gives it. */
const called =
  (name: string): Spelling =>
  (args, _types, result) =>
    atResult(`${name}(${args.join(', ')})`, result);

const bits =
  (operator: string): Spelling =>
  (args, types, result) =>
    `(${widened(args, types, result).join(` ${operator} `)})`;

const ofDoubles =
  (name: string): Spelling =>
  (args, types) =>
    `${name}(${widened(args, types, FLOAT64).join(', ')})`;

/** A numeric of a DOUBLE has 15 digits. Of a small one they stand before an exponent, so that none is far behind the point. */
const fifteenDigits: Spelling = ([value]) => {
  const exact = `${value}::numeric`;
  const small = `btrim(to_char(${exact}, '9.99999999999999EEEE'))`;
  return `(CASE WHEN abs(${value}) < 0.0001 AND ${value} <> 0 THEN ${small} ELSE ${exact}::text END)`;
};

const MATHS = ['sqrt', 'ln', 'log10', 'exp', 'sin', 'cos', 'tan', 'atan', 'cot', 'asin', 'acos', 'degrees', 'radians'];
const MORE_MATHS = ['sinh', 'cosh', 'tanh', 'atan2', 'power'];

export const arithmeticSpellings: Spellings = {
  pg_add: infix('+'),
  pg_subtract: infix('-'),
  pg_multiply: infix('*'),
  pg_divide: infix('/'),
  pg_modulo: infix('%'),
  pg_mean: ([total, count], _types, result) => cast(`(${total} / nullif(${count}, 0))`, result),
  pg_div: called('div'),
  pg_floor: called('floor'),
  pg_ceil: called('ceil'),
  pg_round: called('round'),
  pg_trunc: called('trunc'),
  pg_sign: called('sign'),
  pg_fifteen_digits: fifteenDigits,
  pg_bit_and: bits('&'),
  pg_bit_or: bits('|'),
  pg_bit_xor: bits('#'),
  pg_bit_not: ([value]) => `(~ ${value})`,
  pg_width_bucket: named4('width_bucket'),
  pg_width_bucket_exact: ([value, low, high, count]) =>
    `width_bucket(${value}::numeric, ${low}::numeric, ${high}::numeric, ${count}::integer)`,
  ...Object.fromEntries([...MATHS, ...MORE_MATHS].map((name) => [`pg_${name}`, ofDoubles(name)])),
};

function named4(name: string): Spelling {
  return ([value, low, high, count]) => `${name}(${value}, ${low}, ${high}, ${count}::integer)`;
}
