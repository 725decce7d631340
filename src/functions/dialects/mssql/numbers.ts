import { type DataType, decimalType, FLOAT64, INT64, NULL_TYPE } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { digitsOf, toNumber, unsupported, widen } from './shared.js';

const MAX_DIGITS = 38;
/** 2^52: from there on a FLOAT is a whole number. */
const LEAST_WHOLE = '4503599627370496.0e0';

/** Digits that the server gives a sum and a product; beyond 38 it cuts those behind the point. */
function sumDigits([a, b]: readonly DataType[]): number {
  const [left, right] = [digitsOf(a ?? NULL_TYPE), digitsOf(b ?? NULL_TYPE)];
  return Math.max(left.whole, right.whole) + 1 + Math.max(left.scale, right.scale);
}

function productDigits([a, b]: readonly DataType[]): number {
  const [left, right] = [digitsOf(a ?? NULL_TYPE), digitsOf(b ?? NULL_TYPE)];
  return left.whole + left.scale + right.whole + right.scale + 1;
}

/** An integer among decimals has the digits that the registry counts for it. */
function asDecimal(operand: string, type: DataType): string {
  return type.kind === 'integer' ? toNumber(operand, decimalType(digitsOf(type).whole, 0)) : operand;
}

function arithmetic(operator: string, digits: (types: readonly DataType[]) => number): Spelling {
  return (args, types, result) => {
    const isExact = result.kind === 'decimal' && types.every(({ kind }) => kind !== 'null');
    if (!isExact) {
      const operands = args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, result));
      return `(${operands.join(` ${operator} `)})`;
    }
    if (digits(types) > MAX_DIGITS) throw unsupported('Arithmetic of DECIMALs with so many digits');
    const operands = args.map((arg, index) => asDecimal(arg, types[index] ?? NULL_TYPE));
    return toNumber(`${operands.join(` ${operator} `)}`, result);
  };
}

const atDouble = (args: readonly string[], types: readonly DataType[]) =>
  args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, FLOAT64));

const modulo: Spelling = (args, types, result) => {
  if (result.kind === 'float') throw unsupported('The remainder of floating point numbers');
  const operands = args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, result));
  return toNumber(`${operands.join(' % ')}`, result);
};

function toWhole(name: 'FLOOR' | 'CEILING'): Spelling {
  return ([value = ''], [type = NULL_TYPE], result) =>
    type.kind === 'integer' ? widen(value, type, result) : toNumber(`${name}(${value})`, result);
}

/** Half away from zero, of a number with room for one digit more before its point. */
const round: Spelling = ([value = '', digits = '0'], [type = NULL_TYPE], result) => {
  if (type.kind === 'integer') return value;
  // Larger numbers have no digits behind the point, and are kept from an overflow.
  if (type.kind !== 'decimal')
    return `CASE WHEN ABS(${value}) < ${LEAST_WHOLE} THEN ROUND(${value}, ${digits}) ELSE ${value} END`;
  if (type.precision === MAX_DIGITS) throw unsupported('ROUND of a DECIMAL of 38 digits');
  return toNumber(`ROUND(${toNumber(value, decimalType(type.precision + 1, type.scale))}, ${digits})`, result);
};

const bin: Spelling = (args, types, result) => {
  const target = result.kind === 'integer' ? INT64 : result;
  const [value, width] = args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, target));
  if (result.kind === 'float') return `(FLOOR(${value} / ${width}) * ${width})`;
  return toNumber(`${value} - ((${value} % ${width}) + ${width}) % ${width}`, result);
};

/** GREATEST and LEAST are of SQL Server 2022. */
function extreme(name: 'MAX' | 'MIN'): Spelling {
  return (args, types, result) => {
    if (!['integer', 'decimal', 'float', 'date', 'timestamp', 'time'].includes(result.kind))
      throw unsupported(`${name === 'MAX' ? 'GREATEST' : 'LEAST'} of such values`);
    const rows = args.map((arg, index) => `(${widen(arg, types[index] ?? NULL_TYPE, result)})`);
    return `(SELECT ${name}(g.v) FROM (VALUES ${rows.join(', ')}) AS g(v))`;
  };
}

/**
 * SQRT, EXP and POWER are missing: Databricks answers NaN and infinities, which the server has not, and raises nothing,
 * on which policy relies.
 */
export const numbers: Readonly<Record<string, Spelling>> = {
  add: arithmetic('+', sumDigits),
  subtract: arithmetic('-', sumDigits),
  multiply: arithmetic('*', productDigits),
  divide: (args, types) => `(${atDouble(args, types).join(' / ')})`,
  try_divide: (args, types) => {
    // A quotient beyond the largest number raises, and this may not.
    if (types.some(({ kind }) => kind === 'float')) throw unsupported('TRY_DIVIDE of floating point numbers');
    const [dividend, divisor] = atDouble(args, types);
    return `(${dividend} / NULLIF(${divisor}, 0))`;
  },
  integer_divide: (args, types) =>
    `(${args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, INT64)).join(' / ')})`,
  modulo,
  negate: ([value]) => `(- ${value})`,
  abs: ([value]) => `ABS(${value})`,
  round,
  floor: toWhole('FLOOR'),
  ceil: toWhole('CEILING'),
  ln: (args, types) => {
    const [value] = atDouble(args, types);
    return `CASE WHEN ${value} > 0 THEN LOG(${value}) END`;
  },
  sign: (args, types) => `SIGN(${atDouble(args, types)[0]})`,
  bin,
  greatest: extreme('MAX'),
  least: extreme('MIN'),
};
