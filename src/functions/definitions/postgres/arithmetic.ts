import { type DataType, decimalType, FLOAT64, NULL_TYPE } from '../../../query/types.js';
import { commonType, exactDigits } from '../../common-type.js';
import { double, example, int, long, type RegisteredFunction, typed } from '../../define.js';
import type { FunctionCase, Spelling } from '../../definition.js';
import { castText, widen } from '../../spell.js';
import { bind, fixed, postgresFunction } from './postgres-function.js';
import { MAX_QUOTIENT_SCALE, QUOTIENT_SCALE, quotientText } from './quotient-text.js';

const MAX_PRECISION = 38;
/** Longest operands that are written three times. */
const MAX_REPEATED = 160;
const MIN_LONG = -9223372036854775808n;
const NUMBERS = ['integer', 'decimal', 'float'] as const;
const decimal = (precision: number, scale: number, value: string | null) => typed(decimalType(precision, scale), value);

/** A DECIMAL that keeps every digit after the point. Digits before it that do not fit raise when they come. */
function clamped(whole: number, scale: number): DataType | undefined {
  return scale > MAX_PRECISION ? undefined : decimalType(Math.min(MAX_PRECISION, whole + scale), scale);
}

type Digits = (a: Whole, b: Whole) => Whole;
interface Whole {
  readonly whole: number;
  readonly scale: number;
}

const ofSum: Digits = (a, b) => ({
  whole: Math.max(a.whole, b.whole) + 1,
  scale: Math.max(a.scale, b.scale),
});
const ofProduct: Digits = (a, b) => ({ whole: a.whole + b.whole, scale: a.scale + b.scale });

/** Floats stay floats, integers take the wider width, anything exact beside becomes DECIMAL. */
function resultOf(digits: Digits) {
  return ([a = NULL_TYPE, b = NULL_TYPE]: readonly DataType[]): DataType | undefined => {
    if (a.kind === 'null' && b.kind === 'null') return undefined;
    if (a.kind !== 'decimal' && b.kind !== 'decimal') return commonType(a, b);
    if (a.kind === 'float' || b.kind === 'float') return FLOAT64;
    const left = exactDigits(a.kind === 'null' ? b : a);
    const right = exactDigits(b.kind === 'null' ? a : b);
    if (left === undefined || right === undefined) return undefined;
    const { whole, scale } = digits(left, right);
    return clamped(whole, scale);
  };
}

/** An operand as DuckDB must see it: integers beside DECIMALs as DECIMALs, all else at the result's type. */
function operand(text: string, type: DataType, result: DataType): string {
  if (result.kind !== 'decimal') return widen(text, type, result, 'duckdb');
  if (type.kind === 'null') return castText(text, result, 'duckdb');
  const digits = exactDigits(type);
  return type.kind === 'integer' && digits !== undefined
    ? castText(text, decimalType(digits.whole, 0), 'duckdb')
    : text;
}

const scaleOf = (type: DataType | undefined) => (type?.kind === 'decimal' ? type.scale : 0);

const infix =
  (symbol: string): Spelling =>
  (args, types, result) => {
    const [left = '', right = ''] = args.map((arg, index) => operand(arg, types[index] ?? NULL_TYPE, result));
    // DuckDB multiplies DECIMALs of up to 18 digits into 18 digits, and raises beyond.
    const isWide = symbol === '*' && result.kind === 'decimal' && result.precision > 18;
    const first = isWide ? castText(left, decimalType(38, scaleOf(types[0])), 'duckdb') : left;
    const text = `(${first} ${symbol} ${right})`;
    return result.kind === 'decimal' ? castText(text, result, 'duckdb') : text;
  };

function operator(id: string, symbol: string, digits: Digits, cases: readonly FunctionCase[]): RegisteredFunction {
  return postgresFunction(id, fixed([NUMBERS, NUMBERS], resultOf(digits)), infix(symbol), { cases });
}

/** Raises for a divisor of zero, where DuckDB answers infinity or NULL. NULL / 0 is NULL and NaN / 0 is NaN. */
function overNonZero(left: string, right: string, body: (a: string, b: string) => string, isFloat = false): string {
  const guarded = (a: string, b: string) => {
    const raises = isFloat ? `NOT isnan(${a})` : `${a} IS NOT NULL`;
    return `CASE WHEN ${b} = 0 AND ${raises} THEN error('division by zero') ELSE ${body(a, b)} END`;
  };
  if (/^\(?-?[1-9][0-9.]*\)?(::\w+)?$/.test(right)) return body(left, right);
  return left.length + right.length > MAX_REPEATED
    ? bind({ a: left, b: right }, 'ab', (ab) => guarded(`${ab}.a`, `${ab}.b`))
    : `(${guarded(left, right)})`;
}

function quotientType(types: readonly DataType[]): DataType | undefined {
  const common = resultOf(ofSum)(types);
  if (common?.kind !== 'decimal') return common;
  return common.scale > MAX_QUOTIENT_SCALE ? undefined : decimalType(38, Math.max(QUOTIENT_SCALE, common.scale));
}

const divide: Spelling = (args, types, result) => {
  const [left = '', right = ''] = args.map((arg, index) => operand(arg, types[index] ?? NULL_TYPE, result));
  if (result.kind === 'decimal') {
    const [a, b] = types;
    return quotientText({ text: left, scale: scaleOf(a) }, { text: right, scale: scaleOf(b) }, result.scale);
  }
  if (result.kind === 'float') return overNonZero(left, right, (a, b) => `(${a} / ${b})`, true);
  return overNonZero(left, right, (a, b) => `(${a} // ${b})`);
};

/** The remainder has the dividend's sign. DuckDB raises for the least integer and -1, whose remainder is 0. */
const modulo: Spelling = (args, types, result) => {
  const [left = '', right = ''] = args.map((arg, index) => operand(arg, types[index] ?? NULL_TYPE, result));
  if (result.kind === 'decimal') {
    return castText(
      overNonZero(left, right, (a, b) => `(${a} % ${b})`),
      result,
      'duckdb',
    );
  }
  const noOverflow = (b: string) => `(CASE ${b} WHEN -1 THEN 1 ELSE ${b} END)`;
  return overNonZero(left, right, (a, b) => castText(`(${a} % ${noOverflow(b)})`, result, 'duckdb'));
};

const meanType = ([total]: readonly DataType[]): DataType | undefined =>
  scaleOf(total) > MAX_QUOTIENT_SCALE
    ? undefined
    : decimalType(38, scaleOf(total) === 0 ? QUOTIENT_SCALE - 1 : Math.max(QUOTIENT_SCALE, scaleOf(total)));

const mean: Spelling = ([total = '', count = ''], [type], result) =>
  quotientText({ text: total, scale: scaleOf(type) }, { text: `nullif(${count}, 0)`, scale: 0 }, scaleOf(result));

/** The quotient of two numerics cut to a whole number. */
const wholeQuotient: Spelling = (args, types) => {
  const scale = Math.max(scaleOf(types[0]), scaleOf(types[1]));
  const [left = '', right = ''] = args.map((arg) => `CAST(${arg} AS DECIMAL(38,${scale}))`);
  const at = (text: string) =>
    scale === 0 ? `CAST(${text} AS HUGEINT)` : `CAST(replace(CAST(${text} AS VARCHAR), '.', '') AS HUGEINT)`;
  return overNonZero(at(left), at(right), (a, b) => `CAST(${a} // ${b} AS DECIMAL(38,0))`);
};

/**
 * Postgres's arithmetic. Integers raise out of range at the width of the wider operand. numeric keeps every digit
 * after the point; what needs over 38 digits raises 22003 where Postgres goes on. A DOUBLE that overflows becomes
 * infinity where Postgres raises.
 */
export const arithmeticFunctions: readonly RegisteredFunction[] = [
  operator('pg_add', '+', ofSum, [
    example(3n, int(1), int(2)),
    example('1.50', decimal(3, 2, '1.00'), decimal(2, 1, '0.5')),
    example(null, int(1), int(null)),
    example(2.5, double(1), double(1.5)),
  ]),
  operator('pg_subtract', '-', ofSum, [
    example(-1n, int(1), long(2n)),
    example('0.50', decimal(3, 2, '1.00'), decimal(2, 1, '0.5')),
    example(null, double(null), double(1)),
  ]),
  operator('pg_multiply', '*', ofProduct, [
    example(-6n, int(2), int(-3)),
    example('-0.020', decimal(3, 2, '0.10'), decimal(2, 1, '-0.2')),
    example(null, decimal(3, 2, null), decimal(2, 1, '-0.2')),
  ]),
  postgresFunction('pg_divide', fixed([NUMBERS, NUMBERS], quotientType), divide, {
    cases: [
      example(-3n, int(-7), int(2)),
      example('3.33333333333333330000', decimal(2, 0, '10'), decimal(1, 0, '3')),
      example('0.33333333333333333333', decimal(1, 0, '1'), decimal(1, 0, '3')),
      example('-0.66666666666666666667', decimal(2, 1, '-2.0'), decimal(1, 0, '3')),
      example('33333.33333333333300000000', decimal(6, 0, '100000'), decimal(1, 0, '3')),
      example(0.5, double(1), double(2)),
      example(null, int(1), int(null)),
      example(null, decimal(2, 1, null), decimal(2, 1, '1.5')),
    ],
  }),
  postgresFunction(
    'pg_modulo',
    fixed(
      [
        ['integer', 'decimal'],
        ['integer', 'decimal'],
      ],
      (types) => resultOf(ofSum)(types),
    ),
    modulo,
    {
      cases: [
        example(-1n, int(-7), int(3)),
        example(0n, long(MIN_LONG), long(-1n)),
        example('0.50', decimal(4, 2, '6.50'), decimal(1, 0, '3')),
        example('-0.30', decimal(4, 2, '-6.30'), decimal(2, 1, '1.5')),
        example(null, int(7), int(null)),
      ],
    },
  ),
  // A sum over a count, which is NULL over none: an average whose two parts are computed apart.
  postgresFunction('pg_mean', fixed(['decimal', 'integer'], meanType), mean, {
    nulls: 'called',
    cases: [
      example('3.3333333333333333000', decimal(38, 0, '10'), long(3n)),
      example('-1.50000000000000000000', decimal(38, 2, '-3.00'), long(2n)),
      example(null, decimal(38, 0, null), long(0n)),
      example(null, decimal(38, 0, '1'), long(0n)),
    ],
  }),
  postgresFunction('pg_div', fixed(['decimal', 'decimal'], decimalType(38, 0)), wholeQuotient, {
    cases: [
      example('3', decimal(2, 1, '7.0'), decimal(2, 0, '2')),
      example('-2', decimal(2, 0, '-5'), decimal(3, 2, '2.00')),
      example(null, decimal(2, 1, null), decimal(2, 0, '2')),
    ],
  }),
];
