import { type DataType, decimalType, FLOAT64, STRING } from '../../../query/types.js';
import { double, example, int, type RegisteredFunction, text, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { constantNumber } from '../../literals.js';
import { castText, readTwice } from '../../spell.js';
import { fixed, postgresFunction } from './postgres-function.js';

const MAX_PRECISION = 38;
const decimal = (precision: number, scale: number, value: string | null) => typed(decimalType(precision, scale), value);

const whole = ([type]: readonly DataType[]): DataType | undefined =>
  type?.kind === 'decimal' ? decimalType(Math.min(MAX_PRECISION, type.precision - type.scale + 1), 0) : type;

const NUMBER = [['decimal', 'float']] as const;

/** floor and ceil: numeric answers a whole numeric, float a float. */
const toward =
  (name: string): Spelling =>
  ([value], [type], result) =>
    type?.kind === 'float' ? `${name}(${value})` : castText(`${name}(${value})`, result, 'duckdb');

/** DuckDB answers 0, for NULL too, where as many digits are to go as there are. */
const roomy = (value: string, type: DataType | undefined) =>
  type?.kind === 'decimal' ? castText(value, decimalType(MAX_PRECISION, type.scale), 'duckdb') : value;

/** Rounding of a numeric to `digits`, a constant; below zero it is of the digits before the point. */
const roundText: Spelling = ([value = '', digits = '0'], [type], result) =>
  type?.kind === 'float'
    ? `round_even(${value}, 0)`
    : castText(`round(${roomy(value, type)}, ${digits})`, result, 'duckdb');

const cutText: Spelling = ([value = '', digits = '0'], [type], result) =>
  type?.kind === 'float' ? `trunc(${value})` : castText(`trunc(${roomy(value, type)}, ${digits})`, result, 'duckdb');

const toDigits: NonNullable<RegisteredFunction['refine']> = (args, resolved) => {
  if (resolved.kind !== 'decimal') return args.length === 1 ? resolved : 'a float takes no number of digits';
  const digits = args[1] === undefined ? 0 : constantNumber(args[1]);
  if (digits === undefined || !Number.isInteger(digits) || Math.abs(digits) > MAX_PRECISION)
    return 'its number of digits must be a constant from -38 to 38';
  const scale = Math.max(digits, 0);
  const wholeDigits = resolved.precision - resolved.scale + 1;
  // Zeros behind the last digit are left out where 38 digits do not hold them.
  const kept = Math.min(scale, Math.max(resolved.scale, MAX_PRECISION - wholeDigits));
  return decimalType(Math.min(MAX_PRECISION, wholeDigits + kept), kept);
};

const digitsResolve = fixed(
  [['decimal', 'float'], 'integer'],
  ([type]) => (type?.kind === 'null' ? undefined : type),
  1,
);

/** The text of a number with 15 significant digits, which is what Postgres makes a numeric of. */
const FIFTEEN = '%.15g';

export const roundingFunctions: readonly RegisteredFunction[] = [
  postgresFunction('pg_floor', fixed(NUMBER, whole), toward('floor'), {
    cases: [
      example(-3, double(-2.5)),
      example('-100', decimal(3, 1, '-99.9')),
      example(null, double(null)),
      example(Number.NEGATIVE_INFINITY, double(Number.NEGATIVE_INFINITY)),
    ],
  }),
  postgresFunction('pg_ceil', fixed(NUMBER, whole), toward('ceil'), {
    cases: [example(-2, double(-2.5)), example('100', decimal(3, 1, '99.1')), example(null, double(null))],
  }),
  postgresFunction('pg_round', digitsResolve, roundText, {
    refine: toDigits,
    cases: [
      example(2, double(2.5)),
      example(-4, double(-3.5)),
      example('3', decimal(2, 1, '2.5')),
      example('-1.01', decimal(4, 3, '-1.005'), int(2)),
      example('1.500', decimal(2, 1, '1.5'), int(3)),
      example('160', decimal(4, 1, '155.5'), int(-1)),
      example(null, double(null)),
    ],
  }),
  postgresFunction('pg_trunc', digitsResolve, cutText, {
    refine: toDigits,
    cases: [
      example(-2, double(-2.9)),
      example('1.56', decimal(4, 3, '1.567'), int(2)),
      example('-1', decimal(4, 3, '-1.999')),
      example('150', decimal(4, 1, '159.9'), int(-1)),
      example(null, decimal(4, 3, null), int(1)),
    ],
  }),
  postgresFunction(
    'pg_sign',
    fixed(NUMBER, ([type]) => (type?.kind === 'decimal' ? decimalType(1, 0) : FLOAT64)),
    ([value = ''], _types, result) =>
      result.kind === 'decimal'
        ? castText(`sign(${value})`, result, 'duckdb')
        : readTwice(value, (x) => `CASE WHEN isnan(${x}) THEN 0::DOUBLE ELSE CAST(sign(${x}) AS DOUBLE) END`),
    {
      cases: [example(-1, double(-0.5)), example('1', decimal(3, 2, '0.01')), example(null, double(null))],
    },
  ),
  postgresFunction(
    'pg_fifteen_digits',
    fixed(['float'], STRING),
    ([value]) => `printf('${FIFTEEN}', CAST(${value} AS DOUBLE))`,
    { cases: [example('0.1', double(0.1)), example('0.3', double(0.1 + 0.2)), example(null, double(null))] },
  ),
  postgresFunction(
    'pg_numeric_of_text',
    // Past 18 digits after the point or 20 before it a text raises, so that nothing is rounded unseen.
    fixed(['string'], decimalType(38, 18)),
    ([value = '']) =>
      readTwice(
        value,
        (x) =>
          `CAST(CASE WHEN regexp_full_match(${x}, '\\s*[+-]?([0-9]+\\.?[0-9]{0,18}0*|\\.[0-9]{1,18}0*)([eE]\\+?[0-9]{1,2})?\\s*') OR regexp_full_match(${x}, '[+-]?[0-9](\\.[0-9]{0,14})?[eE]-[0-9]{1,3}') THEN trim(${x}) WHEN ${x} IS NOT NULL THEN 'not a number' END AS DECIMAL(38,18))`,
      ),
    {
      cases: [
        example('1.500000000000000000', text(' 1.5 ')),
        example('-0.050000000000000000', text('-.05')),
        example('1200.000000000000000000', text('1.2e3')),
        example(null, text(null)),
      ],
    },
  ),
];
