import { type DataType, decimalType, FLOAT64, INT64, isNumeric, NULL_TYPE, type TypeKind } from '../../query/types.js';
import { commonType, commonTypeOf } from '../common-type.js';
import { bool, define, double, example, int, long, named, type RegisteredFunction, text, typed } from '../define.js';
import type { DialectName, FunctionCase, Spelling } from '../definition.js';
import { constantNumber } from '../literals.js';
import { castText, readTwice, widen } from '../spell.js';

/** One numeric argument, a result type for each kind; kinds not listed are refused. */
function byKind(table: Readonly<Partial<Record<TypeKind, (type: DataType) => DataType>>>) {
  return (types: readonly DataType[]): DataType | undefined => {
    const [type] = types;
    return type === undefined || types.length !== 1 ? undefined : table[type.kind]?.(type);
  };
}

const keep = (type: DataType) => type;
const double64 = () => FLOAT64;
const long64 = () => INT64;
const wholeDecimal = (type: DataType) =>
  type.kind === 'decimal' ? decimalType(Math.min(38, type.precision - type.scale + 1), 0) : type;
const decimal = (precision: number, scale: number, value: string | null) => typed(decimalType(precision, scale), value);

/** Spells each dialect's own way, with the dialect's name at hand. */
const each = (spelling: (dialect: DialectName) => Spelling) => ({
  duckdb: spelling('duckdb'),
  databricks: spelling('databricks'),
});

const atDouble =
  (body: (arg: string) => string, dialect: DialectName): Spelling =>
  (args, types) =>
    body(widen(args[0] ?? '', types[0] ?? NULL_TYPE, FLOAT64, dialect));

/** A function of one DOUBLE, to which other numbers widen. Total: it answers NaN, infinity or NULL instead of raising. */
function ofDouble(id: string, duckdb: (arg: string) => string, cases: readonly FunctionCase[]): RegisteredFunction {
  return define({
    id,
    resolve: byKind({ integer: double64, decimal: double64, float: double64 }),
    nulls: 'strict',
    total: true,
    spelling: { duckdb: atDouble(duckdb, 'duckdb'), databricks: atDouble((arg) => `${id}(${arg})`, 'databricks') },
    cases,
  });
}

/** FLOOR and CEIL answer BIGINT for DOUBLE, as in Spark; what does not fit raises. */
function toWhole(id: 'floor' | 'ceil', cases: readonly FunctionCase[]): RegisteredFunction {
  return define({
    id,
    resolve: byKind({ integer: long64, decimal: wholeDecimal, float: long64 }),
    spelling: each((dialect) => (args, types, result) => {
      const [arg = ''] = args;
      const type = types[0] ?? NULL_TYPE;
      return type.kind === 'integer' ? widen(arg, type, result, dialect) : castText(`${id}(${arg})`, result, dialect);
    }),
    cases,
  });
}

/** GREATEST and LEAST skip NULLs; NaN is the greatest number. */
function extreme(id: 'greatest' | 'least', cases: readonly FunctionCase[]): RegisteredFunction {
  return define({
    id,
    resolve: (types) => {
      const common = types.length < 2 ? undefined : commonTypeOf(types);
      return common?.kind === 'json' || common?.kind === 'null' ? undefined : common;
    },
    nulls: 'called',
    total: true,
    leakproof: true,
    spelling: each(
      (dialect) => (args, types, result) =>
        `${id}(${args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, result, dialect)).join(', ')})`,
    ),
    cases,
  });
}

const MAX_ROUND_DIGITS = 15;

/**
 * Half away from zero, Spark's HALF_UP. Spark rounds the shortest decimal text of a DOUBLE, DuckDB scales by a power
 * of ten: at n > 0 the two can differ in the last digit of a tie that binary cannot hold (0.285 at 2: Spark 0.29,
 * DuckDB 0.28). At n = 0 they agree. `n` is a constant from 0 to 15, since a decimal's result type depends on it.
 */
const round = define({
  id: 'round',
  resolve: (types) => {
    const [type, digits] = types;
    if (type === undefined || !isNumeric(type) || types.length > 2) return undefined;
    // DuckDB has no round(DECIMAL, BIGINT).
    return digits === undefined || (digits.kind === 'integer' && digits.bits <= 32) ? type : undefined;
  },
  total: true,
  spelling: each((dialect) => (args, types, result) => {
    const [arg = '', digits = '0'] = args;
    return types[0]?.kind === 'integer' ? arg : castText(`round(${arg}, ${digits})`, result, dialect);
  }),
  refine: (args, resolved) => {
    const digits = args[1] === undefined ? 0 : constantNumber(args[1]);
    if (digits === undefined || !Number.isInteger(digits) || digits < 0 || digits > MAX_ROUND_DIGITS) {
      return `its number of digits must be a constant from 0 to ${MAX_ROUND_DIGITS}`;
    }
    if (resolved.kind !== 'decimal' || digits >= resolved.scale) return resolved;
    return decimalType(resolved.precision - resolved.scale + digits + 1, digits);
  },
  cases: [
    example(3, double(2.5)),
    example(-3, double(-2.5)),
    example(null, double(null)),
    example(37.62, double(37.619), int(2)),
    example('1.3', decimal(4, 2, '1.25'), int(1)),
    example('-100.0', decimal(4, 2, '-99.95'), int(1)),
    example(25n, int(25)),
    example(Number.NaN, double(Number.NaN), int(3)),
    example(Number.POSITIVE_INFINITY, double(Number.POSITIVE_INFINITY)),
  ],
});

/**
 * `floor(value / width) * width`, exact for integers and decimals and right below zero. `width` is a positive
 * constant; the largest multiple below the smallest integer does not fit and raises.
 */
const bin = define({
  id: 'bin',
  resolve: (types) => {
    const [value, width] = types;
    if (value === undefined || width === undefined || types.length !== 2) return undefined;
    if (!isNumeric(value) || !isNumeric(width)) return undefined;
    return value.kind === 'integer' && width.kind === 'integer' ? value : commonType(value, width);
  },
  spelling: each((dialect) => (args, types, result) => {
    const [value = '', width = ''] = args.map((arg, index) =>
      widen(arg, types[index] ?? NULL_TYPE, result.kind === 'integer' ? INT64 : result, dialect),
    );
    if (result.kind === 'float') return `(floor(${value} / ${width}) * ${width})`;
    return castText(`(${value} - ((${value} % ${width}) + ${width}) % ${width})`, result, dialect);
  }),
  refine: (args, resolved) => {
    const width = args[1] === undefined ? undefined : constantNumber(args[1]);
    return width !== undefined && width > 0 && Number.isFinite(width)
      ? resolved
      : 'its width must be a constant above 0';
  },
  cases: [
    example(20n, int(27), int(10)),
    example(-10n, int(-1), int(10)),
    example(-10n, int(-10), int(10)),
    example(null, int(null), int(10)),
    example(9223372036854775800n, long(9223372036854775807n), int(100)),
    example(-0.5, double(-0.1), double(0.5)),
    example('-1.50', decimal(4, 2, '-1.01'), decimal(2, 1, '0.5')),
  ],
});

export const numberFunctions: readonly RegisteredFunction[] = [
  define({
    id: 'negate',
    resolve: byKind({ integer: keep, decimal: keep, float: keep }),
    spelling: each(() => (args) => `(- ${args[0]})`),
    cases: [
      example(5n, int(-5)),
      example(null, long(null)),
      example(-1.5, double(1.5)),
      example('0.10', decimal(3, 2, '-0.10')),
    ],
  }),
  define({
    id: 'abs',
    resolve: byKind({ integer: keep, decimal: keep, float: keep }),
    spelling: each(() => named('abs')),
    cases: [
      example(5n, int(-5)),
      example(null, double(null)),
      example(Number.POSITIVE_INFINITY, double(Number.NEGATIVE_INFINITY)),
      example('0.10', decimal(3, 2, '-0.10')),
      example(9223372036854775807n, long(-9223372036854775807n)),
    ],
  }),
  round,
  toWhole('floor', [
    example(-3n, double(-2.5)),
    example(2n, decimal(3, 1, '2.9')),
    example(null, double(null)),
    example(-7n, int(-7)),
    example(-100n, decimal(3, 1, '-99.9')),
  ]),
  toWhole('ceil', [
    example(-2n, double(-2.5)),
    example(100n, decimal(3, 1, '99.1')),
    example(null, double(null)),
    example(7n, int(7)),
  ]),
  ofDouble(
    'sqrt',
    // DuckDB raises below zero where Spark answers NaN.
    (arg) => readTwice(arg, (value) => `CASE WHEN ${value} < 0 THEN 'NaN'::DOUBLE ELSE sqrt(${value}) END`),
    [
      example(3, int(9)),
      example(Number.NaN, double(-1)),
      example(null, double(null)),
      example(Number.POSITIVE_INFINITY, double(Number.POSITIVE_INFINITY)),
      example(1.5, decimal(3, 2, '2.25')),
    ],
  ),
  ofDouble(
    'ln',
    // Spark answers NULL at and below zero, where DuckDB raises.
    (arg) => readTwice(arg, (value) => `CASE WHEN ${value} > 0 THEN ln(${value}) END`),
    [
      example(0, int(1)),
      example(null, double(0)),
      example(null, double(-2)),
      example(null, double(null)),
      example(Math.LN2, double(2)),
      example(Number.POSITIVE_INFINITY, double(Number.POSITIVE_INFINITY)),
    ],
  ),
  ofDouble('exp', (arg) => `exp(${arg})`, [
    example(1, int(0)),
    example(Number.POSITIVE_INFINITY, double(1000)),
    example(0, double(Number.NEGATIVE_INFINITY)),
    example(null, double(null)),
  ]),
  ofDouble(
    'sign',
    (arg) =>
      readTwice(arg, (value) => `CASE WHEN isnan(${value}) THEN ${value} ELSE CAST(sign(${value}) AS DOUBLE) END`),
    [
      example(-1, double(-0.5)),
      example(0, int(0)),
      example(null, int(null)),
      example(Number.NaN, double(Number.NaN)),
      example(1, decimal(3, 2, '0.01')),
    ],
  ),
  define({
    id: 'power',
    resolve: (types) => (types.length === 2 && types.every(isNumeric) ? FLOAT64 : undefined),
    total: true,
    spelling: each(
      (dialect) => (args, types) =>
        `power(${args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, FLOAT64, dialect)).join(', ')})`,
    ),
    cases: [
      example(8, int(2), int(3)),
      example(0.5, double(2), int(-1)),
      example(Number.NaN, double(-1), double(0.5)),
      example(null, double(null), double(0)),
      example(Number.POSITIVE_INFINITY, double(0), int(-1)),
    ],
  }),
  extreme('greatest', [
    example(3n, int(3), int(null), int(-1)),
    example(Number.NaN, double(1), double(Number.NaN)),
    example(null, text(null), text(null)),
    example('é', text('z'), text('é'), text('')),
    example(2.5, int(2), double(2.5)),
  ]),
  extreme('least', [
    example(-1n, int(3), int(null), int(-1)),
    example(1, double(1), double(Number.NaN)),
    example('', text('a'), text('')),
    example(false, bool(true), bool(false)),
    example(-9223372036854775808n, int(0), long(-9223372036854775808n)),
  ]),
  bin,
];
