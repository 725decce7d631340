import { type DataType, decimalType, FLOAT64, isNumeric, NULL_TYPE } from '../../query/types.js';
import { commonType, exactDigits } from '../common-type.js';
import { define, double, example, int, long, type RegisteredFunction, typed } from '../define.js';
import type { DialectName, FunctionCase, Spelling } from '../definition.js';
import { castText, widen } from '../spell.js';

const MIN = -9223372036854775808n;
const MAX = 9223372036854775807n;
const decimal = (precision: number, scale: number, value: string | null) => typed(decimalType(precision, scale), value);

/** Digits before and after the point of a result, from those of both operands. */
type ResultDigits = (whole: readonly [number, number], scale: readonly [number, number]) => readonly [number, number];

const sumDigits: ResultDigits = (whole, scale) => [Math.max(...whole) + 1, Math.max(...scale)];
const productDigits: ResultDigits = (whole, scale) => [whole[0] + whole[1] + 1, scale[0] + scale[1]];

/** Spark's precision rules; undefined where Spark would drop digits after the point to stay within 38. */
function decimalResult(a: DataType, b: DataType, digits: ResultDigits): DataType | undefined {
  const left = exactDigits(a);
  const right = exactDigits(b);
  if (left === undefined || right === undefined) return undefined;
  const [whole, scale] = digits([left.whole, right.whole], [left.scale, right.scale]);
  if (whole + scale <= 38) return decimalType(whole + scale, scale);
  return scale <= Math.max(38 - whole, Math.min(scale, 6)) ? decimalType(38, scale) : undefined;
}

const isNumber = (type: DataType) => isNumeric(type) || type.kind === 'null';

function resultType(types: readonly DataType[], digits: ResultDigits): DataType | undefined {
  const [a, b] = types;
  if (a === undefined || b === undefined || types.length !== 2 || !isNumber(a) || !isNumber(b)) return undefined;
  if (a.kind === 'null' && b.kind === 'null') return undefined;
  if (a.kind === 'float' || b.kind === 'float') return FLOAT64;
  const exact = a.kind === 'decimal' || b.kind === 'decimal';
  return exact && a.kind !== 'null' && b.kind !== 'null' ? decimalResult(a, b, digits) : commonType(a, b);
}

/**
 * Widens both operands to the result's type before they meet, so that nothing overflows that the result could hold.
 * Decimals keep their own scales, as the result type counts them.
 */
function infix(operator: string, dialect: DialectName): Spelling {
  return (args, types, result) => {
    const operands = args.map((arg, index) => {
      const type = types[index] ?? NULL_TYPE;
      if (result.kind !== 'decimal') return widen(arg, type, result, dialect);
      const digits = exactDigits(type);
      // DuckDB multiplies DECIMALs of up to 18 digits into 18 digits, and raises beyond.
      const isNarrow = dialect === 'duckdb' && operator === '*' && index === 0 && result.precision > 18;
      if (type.kind === 'decimal') return isNarrow ? castText(arg, decimalType(38, type.scale), dialect) : arg;
      return castText(arg, digits === undefined ? result : decimalType(digits.whole, 0), dialect);
    });
    const text = `(${operands.join(` ${operator} `)})`;
    return result.kind === 'decimal' ? castText(text, result, dialect) : text;
  };
}

/** Integers and decimals raise on overflow (ANSI mode), hence not total. */
function operator(id: string, symbol: string, digits: ResultDigits, cases: readonly FunctionCase[]) {
  return define({
    id,
    resolve: (types) => resultType(types, digits),
    spelling: { duckdb: infix(symbol, 'duckdb'), databricks: infix(symbol, 'databricks') },
    cases,
  });
}

export const arithmeticFunctions: readonly RegisteredFunction[] = [
  operator('add', '+', sumDigits, [
    example(3n, int(1), int(2)),
    example(-1n, long(MAX), long(MIN)),
    example(null, int(1), int(null)),
    example(2.5, int(1), double(1.5)),
    example('0.990', decimal(3, 2, '1.00'), decimal(4, 3, '-0.010')),
    example('6.50', int(5), decimal(3, 2, '1.50')),
  ]),
  operator('subtract', '-', sumDigits, [
    example(-1n, int(1), int(2)),
    example(null, long(null), long(1n)),
    example(Number.NEGATIVE_INFINITY, double(1), double(Number.POSITIVE_INFINITY)),
    example('-0.01', decimal(3, 2, '0.99'), decimal(3, 2, '1.00')),
  ]),
  operator('multiply', '*', productDigits, [
    example(-6n, int(2), int(-3)),
    example(null, double(2), double(null)),
    example(1e300, double(1e200), double(1e100)),
    example('-0.0200', decimal(3, 2, '0.10'), decimal(3, 2, '-0.20')),
    example('19999999999999998.0000', decimal(18, 2, '9999999999999999.00'), decimal(18, 2, '2.00')),
    example(-4611686018427387904n, long(2147483648n), int(-2147483648)),
  ]),
];
