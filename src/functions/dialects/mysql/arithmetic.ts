import { type DataType, FLOAT64, NULL_TYPE } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { narrowed } from './narrowed.js';
import { asDouble, asSigned, castTo, nonZero, repeated, widened } from './shared.js';

const ofDecimals = (types: readonly DataType[]) => types.some(({ kind }) => kind === 'decimal');

/** An operand beside the other: exact numbers meet as they are, and at DOUBLE where one is a DOUBLE. */
function operand(text: string, type: DataType | undefined, result: DataType): string {
  if (result.kind === 'float') return asDouble(text, type);
  return result.kind === 'integer' ? asSigned(text) : text;
}

/** What an exact operation gives, at the type that the IR gives it. What does not fit raises. */
export function exact(text: string, result: DataType): string {
  switch (result.kind) {
    case 'integer':
      return narrowed(text, result.bits);
    case 'decimal':
      return castTo(text, result);
    default:
      return text;
  }
}

export const infix =
  (operator: string): Spelling =>
  (args, types, result) => {
    const [left, right] = args.map((arg, index) => operand(arg, types[index], result));
    return exact(`(${left} ${operator} ${right})`, result);
  };

const modulo: Spelling = (args, types, result) => {
  const [left, right = ''] = args.map((arg, index) => operand(arg, types[index], result));
  const text = `(${left} % ${nonZero(right)})`;
  return ofDecimals(types) ? castTo(text, result) : text;
};

const quotient: Spelling = ([left = '', right = ''], [a, b]) =>
  `(${asDouble(left, a)} / ${asDouble(nonZero(right), b)})`;

/** Where the quotient would be beyond DOUBLE, which is infinity elsewhere, it is NULL: raising would tell of hidden rows. */
const tryQuotient: Spelling = ([left = '', right = ''], types) => {
  const [a = NULL_TYPE, b = NULL_TYPE] = types;
  const [x, y] = [asDouble(left, a), `NULLIF(${asDouble(right, b)}, 0)`];
  if (a.kind !== 'float' && b.kind !== 'float') return `(${x} / ${y})`;
  return repeated(x + y, () => {
    const fits = `ABS(${y}) >= 1 OR ABS(${x}) <= ABS(${y}) * 1.7976931348623157e308`;
    return `(CASE WHEN ${fits} THEN ${x} / ${y} END)`;
  });
};

const bin: Spelling = (args, types, result) => {
  const [value = '', width = ''] = args.map((arg, index) => operand(arg, types[index], result));
  if (result.kind === 'float') return `(FLOOR(${value} / ${width}) * ${width})`;
  return repeated(value, (v) => exact(`(${v} - (((${v} % ${width}) + ${width}) % ${width}))`, result));
};

const toWhole =
  (name: string): Spelling =>
  ([value = ''], [type], result) => {
    if (type?.kind === 'integer') return value;
    return castTo(`${name}(${value})`, result);
  };

/** From here up a DOUBLE has no fraction that could be rounded. */
const WHOLE_DOUBLE = '1e15';

/**
 * Half away from zero. MySQL rounds halves of a DOUBLE to the even neighbour. What is above and below the half is told
 * by the fraction itself, since adding a half could round.
 */
export function roundedDouble(value: string, digits: string): string {
  const scale = digits === '0' ? undefined : `1e${digits}`;
  return repeated(value, (v) => {
    const size = scale === undefined ? `ABS(${v})` : `(ABS(${v}) * ${scale})`;
    const whole = `(FLOOR(${size}) + (${size} - FLOOR(${size}) >= 0.5e0))`;
    const shown = scale === undefined ? whole : `${whole} / ${scale}`;
    return `(CASE WHEN ABS(${v}) < ${WHOLE_DOUBLE} THEN SIGN(${v}) * ${shown} ELSE ${v} END)`;
  });
}

const round: Spelling = ([value = '', digits = '0'], [type], result) => {
  if (type?.kind === 'integer') return value;
  return type?.kind === 'float' ? roundedDouble(value, digits) : castTo(`ROUND(${value}, ${digits})`, result);
};

/** Numbers. A DOUBLE beyond its range raises, as there is no infinity; so functions that promise not to raise are left out. */
export const arithmeticSpellings: Readonly<Record<string, Spelling>> = {
  add: infix('+'),
  subtract: infix('-'),
  multiply: infix('*'),
  divide: quotient,
  try_divide: tryQuotient,
  integer_divide: ([left = '', right = '']) => `(${asSigned(left)} DIV ${nonZero(asSigned(right))})`,
  modulo,
  negate: ([value = ''], _types, result) => exact(`(- ${result.kind === 'integer' ? asSigned(value) : value})`, result),
  abs: ([value = ''], _types, result) => exact(`ABS(${value})`, result),
  round,
  floor: toWhole('FLOOR'),
  ceil: toWhole('CEILING'),
  bin,
  ln: ([value = ''], [type]) => repeated(asDouble(value, type), (v) => `(CASE WHEN ${v} > 0 THEN LN(${v}) END)`),
  sign: ([value = ''], [type]) => widened(`SIGN(${value})`, type ?? NULL_TYPE, FLOAT64),
};
