import { type DataType, NULL_TYPE } from '../../../../query/types.js';
import { exactDigits } from '../../../common-type.js';
import type { Spelling } from '../../../definition.js';
import { widen } from '../../../spell.js';
import { databricksQuotient, quotient, unscaled } from './quotient.js';
import { bind, cast, refused, scaleOf } from './shared.js';

interface Digits {
  readonly whole: number;
  readonly scale: number;
}
const NO_DIGITS: Digits = Object.freeze({ whole: 1, scale: 0 });

/** An operand as the engine must see it: integers beside DECIMALs as DECIMALs, all else at the result's type. */
function operand(text: string, type: DataType, result: DataType): string {
  if (result.kind !== 'decimal') return widen(text, type, result, 'databricks');
  const { whole, scale } = exactDigits(type) ?? NO_DIGITS;
  return type.kind === 'decimal' ? text : `CAST(${text} AS DECIMAL(${whole},${scale}))`;
}

/** Digits before the point that each operand may have where both together, or the wider one, may have `room`. */
function roomsOf(a: Digits, b: Digits, room: number, isProduct: boolean): readonly [number, number] {
  if (!isProduct) return [room, room];
  const half = Math.floor(room / 2);
  if (a.whole <= half) return [a.whole, room - a.whole];
  return b.whole <= half ? [room - b.whole, b.whole] : [half, half];
}

/**
 * Beyond 38 digits the engine drops those after the point, down to six. Operands are narrowed so that it need not:
 * a value that does not fit raises, as one that needs more than 38 digits does.
 */
function fitted(
  [left = '', right = '']: readonly string[],
  a: Digits,
  b: Digits,
  isProduct: boolean,
): readonly string[] {
  const scale = isProduct ? a.scale + b.scale : Math.max(a.scale, b.scale);
  const whole = isProduct ? a.whole + b.whole : Math.max(a.whole, b.whole);
  if (whole + scale <= 37 || scale <= 6) return [left, right];
  const room = 37 - scale;
  if (room < 2) throw refused('Arithmetic of numerics with so many digits');
  const [ofLeft, ofRight] = roomsOf(a, b, room, isProduct);
  const narrow = (text: string, own: Digits, kept: number) =>
    kept < own.whole ? `CAST(${text} AS DECIMAL(${kept + own.scale},${own.scale}))` : text;
  return [narrow(left, a, ofLeft), narrow(right, b, ofRight)];
}

const infix =
  (symbol: '+' | '-' | '*'): Spelling =>
  (args, types, result) => {
    const operands = args.map((arg, index) => operand(arg, types[index] ?? NULL_TYPE, result));
    if (result.kind !== 'decimal') return `(${operands.join(` ${symbol} `)})`;
    const [a = NO_DIGITS, b = NO_DIGITS] = types.map((type) => exactDigits(type) ?? NO_DIGITS);
    return cast(`(${fitted(operands, a, b, symbol === '*').join(` ${symbol} `)})`, result);
  };

const divide: Spelling = (args, types, result) => {
  const [left = '', right = ''] = args.map((arg, index) => operand(arg, types[index] ?? NULL_TYPE, result));
  if (result.kind === 'decimal')
    return databricksQuotient(
      { text: left, scale: scaleOf(types[0]) },
      { text: right, scale: scaleOf(types[1]) },
      result.scale,
    );
  return result.kind === 'float' ? `(${left} / ${right})` : cast(`(${left} DIV ${right})`, result);
};

const modulo: Spelling = (args, types, result) => {
  const [left, right] = args.map((arg, index) => operand(arg, types[index] ?? NULL_TYPE, result));
  return cast(`(${left} % ${right})`, result);
};

const mean: Spelling = ([total = '', count = ''], [type], result) =>
  databricksQuotient(
    { text: total, scale: scaleOf(type) },
    { text: `nullif(${count}, 0L)`, scale: 0 },
    scaleOf(result),
  );

/** The quotient of two numerics cut to a whole number. */
const wholeQuotient: Spelling = ([left = '', right = ''], types) => {
  const [a, b] = [scaleOf(types[0]), scaleOf(types[1])];
  const common = Math.max(a, b);
  const values = { n: unscaled({ text: left, scale: a }, common), d: unscaled({ text: right, scale: b }, common) };
  return bind(values, 'nd', (nd) => quotient(`${nd}.n`, `${nd}.d`));
};

const bits =
  (symbol: string): Spelling =>
  (args, types, result) =>
    `(${args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, result, 'databricks')).join(` ${symbol} `)})`;

/** Exact arithmetic with Postgres's digits. */
export const arithmeticSpellings: Readonly<Record<string, Spelling>> = {
  pg_add: infix('+'),
  pg_subtract: infix('-'),
  pg_multiply: infix('*'),
  pg_divide: divide,
  pg_modulo: modulo,
  pg_mean: mean,
  pg_div: wholeQuotient,
  pg_bit_not: ([value]) => `(~ ${value})`,
  pg_bit_and: bits('&'),
  pg_bit_or: bits('|'),
  pg_bit_xor: bits('^'),
};
