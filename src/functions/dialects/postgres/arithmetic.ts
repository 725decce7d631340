import { type DataType, FLOAT64, INT64, NULL_TYPE } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { atResult, cast, refused, type Spellings, widen, widened } from './shared.js';

/** A DOUBLE beyond its range raises here; elsewhere it is infinite. */
const infix =
  (operator: string): Spelling =>
  (args, types, result) => {
    const operands = result.kind === 'decimal' ? args : widened(args, types, result);
    return atResult(`(${operands.join(` ${operator} `)})`, result);
  };

const isExact = (type: DataType) => type.kind !== 'float';

const divide: Spelling = (args, types) => `(${widened(args, types, FLOAT64).join(' / ')})`;

/** The quotient where it is in a DOUBLE's range, else infinity or 0: it may not raise. */
const tryDivide: Spelling = (args, types) => {
  const [a = '', b = ''] = widened(args, types, FLOAT64);
  const divisor = `nullif(${b}, 0)`;
  if (types.every(isExact)) return `(${a} / ${divisor})`;
  const isOver = `abs(${divisor}) < 1 AND abs(${a}) > abs(${divisor}) * '1.7976931348623157e308'::double precision`;
  const isUnder = `abs(${divisor}) > 1 AND abs(${a}) < abs(${divisor}) * '5e-324'::double precision`;
  return (
    `(CASE WHEN ${a} = 'NaN' OR ${b} = 'NaN' THEN ${a} + ${divisor} ` +
    `WHEN ${isOver} THEN sign(${a}) * sign(${b}) * 'Infinity'::double precision ` +
    `WHEN ${isUnder} THEN 0::double precision ELSE ${a} / ${divisor} END)`
  );
};

/** PostgreSQL has no remainder of DOUBLEs, and none that is made of a quotient is exact. */
const modulo: Spelling = (args, types, result) => {
  if (result.kind === 'float') throw refused('A remainder of DOUBLEs');
  return atResult(`(${(result.kind === 'decimal' ? args : widened(args, types, result)).join(' % ')})`, result);
};

const bin: Spelling = (args, types, result) => {
  const target = result.kind === 'integer' ? INT64 : result;
  const [value, width] = args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, target));
  if (result.kind === 'float') return `(floor(${value} / ${width}) * ${width})`;
  return cast(`(${value} - ((${value} % ${width}) + ${width}) % ${width})`, result);
};

export const arithmeticSpellings: Spellings = {
  add: infix('+'),
  subtract: infix('-'),
  multiply: infix('*'),
  divide,
  try_divide: tryDivide,
  integer_divide: (args, types) => `(${widened(args, types, INT64).join(' / ')})`,
  modulo,
  negate: ([value = ''], _types, result) => atResult(`(- ${value})`, result),
  abs: ([value = ''], _types, result) => atResult(`abs(${value})`, result),
  bin,
};
