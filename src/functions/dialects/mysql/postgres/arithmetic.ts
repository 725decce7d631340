import type { DataType } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { exact, infix } from '../arithmetic.js';
import { narrowed } from '../narrowed.js';
import { asDouble, asSigned, castTo, repeated, unless } from '../shared.js';
import { exactQuotient } from './quotient.js';

const scaleOf = (type: DataType | undefined) => (type?.kind === 'decimal' ? type.scale : 0);

/** Raises for a divisor of zero; NULL / 0 is NULL. */
const overNonZero = (a: string, b: string, value: string) =>
  repeated(a + b, () => unless(`${b} = 0 AND ${a} IS NOT NULL`, '22012', b, value));

const divide: Spelling = ([left = '', right = ''], types, result) => {
  const [a, b] = types;
  if (result.kind === 'float') {
    const [x, y] = [asDouble(left, a), asDouble(right, b)];
    return overNonZero(x, y, `${x} / ${y}`);
  }
  if (result.kind === 'decimal') return exactQuotient(left, right, Math.max(scaleOf(a), scaleOf(b)), result);
  const [x, y] = [asSigned(left), asSigned(right)];
  return overNonZero(x, y, exact(`(${x} DIV ${y})`, result));
};

const modulo: Spelling = ([left = '', right = ''], _types, result) =>
  overNonZero(left, right, result.kind === 'decimal' ? castTo(`(${left} % ${right})`, result) : `(${left} % ${right})`);

const toInteger: Spelling = ([value = ''], [type], result) => {
  const bits = result.kind === 'integer' ? result.bits : 64;
  if (type?.kind === 'boolean') return castTo(value, result);
  if (type?.kind === 'integer') return type.bits <= bits ? value : narrowed(asSigned(value), bits);
  // A DOUBLE is rounded half to even, a DECIMAL half away from zero, as Postgres does.
  return narrowed(`CAST(ROUND(${value}, 0) AS SIGNED)`, bits);
};

const toward =
  (name: string): Spelling =>
  ([value = ''], [type], result) =>
    type?.kind === 'float' ? `${name}(${value})` : castTo(`${name}(${value})`, result);

const digits =
  (name: string): Spelling =>
  ([value = '', places = '0'], [type], result) =>
    type?.kind === 'float' ? `${name}(${value}, 0)` : castTo(`${name}(${value}, ${places})`, result);

const bits =
  (symbol: string): Spelling =>
  ([left = '', right = '']) =>
    `CAST((${left} ${symbol} ${right}) AS SIGNED)`;

const NUMERIC_TEXT =
  '^(\\s*[+-]?([0-9]+\\.?[0-9]{0,18}0*|\\.[0-9]{1,18}0*)([eE]\\+?[0-9]{1,2})?\\s*|[+-]?[0-9](\\.[0-9]{0,14})?[eE]-[0-9]{1,3})$';

const numericOfText: Spelling = ([value = ''], _types, result) =>
  repeated(value, (v) => unless(`${v} NOT REGEXP '${NUMERIC_TEXT}'`, '22P02', v, castTo(`TRIM(${v})`, result)));

/** Between these bounds both write a DOUBLE's digits without an exponent. */
const floatText: Spelling = ([value = ''], [type]) =>
  repeated(asDouble(value, type), (v) =>
    unless(`${v} <> 0 AND (ABS(${v}) >= 1e15 OR ABS(${v}) < 1e-4)`, '0A000', v, `CAST(${v} AS CHAR)`),
  );

const TRUE = "'t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'";
const FALSE = "'f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0'";

const booleanOfText: Spelling = ([value = '']) =>
  repeated(value, (v) => {
    const word = `LOWER(TRIM(${v}))`;
    return unless(`${word} NOT IN (${TRUE}, ${FALSE})`, '22P02', v, `(${word} IN (${TRUE}))`);
  });

/** Numbers with Postgres's digits and faults. */
export const postgresArithmetic: Readonly<Record<string, Spelling>> = {
  pg_add: infix('+'),
  pg_subtract: infix('-'),
  pg_multiply: infix('*'),
  pg_divide: divide,
  pg_modulo: modulo,
  pg_mean: ([total = '', count = ''], [type], result) =>
    exactQuotient(total, `NULLIF(${count}, 0)`, scaleOf(type), result),
  pg_div: ([left = '', right = ''], _types, result) =>
    overNonZero(left, right, castTo(`TRUNCATE(${left} / ${right}, 0)`, result)),
  pg_bit_and: bits('&'),
  pg_bit_or: bits('|'),
  pg_bit_xor: bits('^'),
  pg_bit_not: ([value]) => `CAST((~ ${value}) AS SIGNED)`,
  pg_int2: toInteger,
  pg_int4: toInteger,
  pg_int8: toInteger,
  pg_float8_of_numeric: ([value = '']) => `CAST(${value} AS DOUBLE)`,
  pg_floor: toward('FLOOR'),
  pg_ceil: toward('CEILING'),
  pg_round: digits('ROUND'),
  pg_trunc: digits('TRUNCATE'),
  pg_sign: ([value = ''], _types, result) =>
    result.kind === 'decimal' ? castTo(`SIGN(${value})`, result) : `CAST(SIGN(${value}) AS DOUBLE)`,
  pg_numeric_of_text: numericOfText,
  pg_text_of_float: floatText,
  pg_bool_of_text: booleanOfText,
  pg_bool_of_int: ([value]) => `(${value} <> 0)`,
};
