import { FLOAT64 } from '../../../query/types.js';
import { double, example, type RegisteredFunction } from '../../define.js';
import type { FunctionCase, Spelling } from '../../definition.js';
import { readTwice } from '../../spell.js';
import { fixed, postgresFunction } from './postgres-function.js';

const NULL_CASE = example(null, double(null));

/** A function of one DOUBLE; DuckDB raises for arguments outside its domain as Postgres does. */
function ofOne(id: string, duckdb: string | Spelling, cases: readonly FunctionCase[]): RegisteredFunction {
  return postgresFunction(`pg_${id}`, fixed(['float'], FLOAT64), duckdb, { cases: [...cases, NULL_CASE] });
}

const raise = (message: string) => `CAST(error('${message}') AS DOUBLE)`;
const OVERFLOW = raise('value out of range: overflow');
const OUTSIDE = raise('input is out of range');

/** Raises outside [-1, 1], where Postgres does; NaN stays NaN. */
const withinOne =
  (name: string): Spelling =>
  ([value = '']) =>
    readTwice(value, (x) => `CASE WHEN abs(${x}) > 1 AND NOT isnan(${x}) THEN ${OUTSIDE} ELSE ${name}(${x}) END`);

const guarded =
  (name: string): Spelling =>
  ([value = '']) =>
    readTwice(
      value,
      (x) => `CASE WHEN isinf(${name}(${x})) AND NOT isinf(${x}) THEN ${OVERFLOW} ELSE ${name}(${x}) END`,
    );

/** DuckDB raises for infinities in trigonometry, as Postgres does. */
const trigonometric = ['sin', 'cos', 'tan', 'atan'].map((id) =>
  ofOne(id, id, [example(id === 'cos' ? 1 : 0, double(0)), example(Number.NaN, double(Number.NaN))]),
);

const power: Spelling = ([base = '', exponent = '']) =>
  readTwice(base, (x) =>
    readTwice(exponent, (y) => {
      const fractional = `${x} < 0 AND isfinite(${x}) AND isfinite(${y}) AND ${y} <> floor(${y})`;
      const overflow = `isfinite(${x}) AND isfinite(${y}) AND isinf(power(${x}, ${y}))`;
      return [
        `CASE WHEN ${x} = 0 AND ${y} < 0 THEN ${raise('zero raised to a negative power of is undefined')}`,
        `WHEN ${fractional} THEN ${raise('a negative number raised to a fractional power of yields a complex result')}`,
        `WHEN ${overflow} THEN ${OVERFLOW} ELSE power(${x}, ${y}) END`,
      ].join(' ');
    }),
  );

export const realMathFunctions: readonly RegisteredFunction[] = [
  ofOne('sqrt', 'sqrt', [example(3, double(9)), example(Number.NaN, double(Number.NaN))]),
  ofOne('ln', 'ln', [example(0, double(1)), example(Math.LN2, double(2))]),
  ofOne('log10', 'log10', [example(2, double(100)), example(-1, double(0.1))]),
  ofOne('exp', guarded('exp'), [example(1, double(0)), example(0, double(Number.NEGATIVE_INFINITY))]),
  ...trigonometric,
  ofOne('cot', 'cot', [example(1 / Math.tan(1), double(1)), example(Number.NaN, double(Number.NaN))]),
  ofOne('asin', withinOne('asin'), [example(0, double(0)), example(Math.PI / 2, double(1))]),
  ofOne('acos', withinOne('acos'), [example(0, double(1)), example(Math.PI, double(-1))]),
  ofOne('degrees', 'degrees', [example(180, double(Math.PI)), example(0, double(0))]),
  ofOne('radians', 'radians', [example(Math.PI, double(180)), example(0, double(0))]),
  ofOne('sinh', guarded('sinh'), [example(0, double(0)), example(Math.sinh(1), double(1))]),
  ofOne('cosh', guarded('cosh'), [example(1, double(0)), example(Math.cosh(1), double(1))]),
  ofOne('tanh', 'tanh', [example(0, double(0)), example(1, double(Number.POSITIVE_INFINITY))]),
  postgresFunction('pg_atan2', fixed(['float', 'float'], FLOAT64), 'atan2', {
    cases: [
      example(Math.PI / 2, double(1), double(0)),
      example(0, double(0), double(1)),
      example(null, double(null), double(1)),
    ],
  }),
  postgresFunction('pg_power', fixed(['float', 'float'], FLOAT64), power, {
    cases: [
      example(8, double(2), double(3)),
      example(0.5, double(2), double(-1)),
      example(-8, double(-2), double(3)),
      example(null, double(null), double(2)),
    ],
  }),
];
