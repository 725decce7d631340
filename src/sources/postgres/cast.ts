import { GatewayError } from '../../errors.js';
import { cast as typed } from '../../functions/dialects/postgres/shared.js';
import { type DataType, INT32, printType, STRING, sameType } from '../../query/types.js';
import { jsonValue } from './json-value.js';
import { typeName } from './type-name.js';

function refused(from: DataType, to: DataType, tryCast: boolean): GatewayError {
  const what = tryCast ? 'A cast that may not raise' : 'A cast';
  return new GatewayError(
    'NOT_SUPPORTED',
    `${what} of ${printType(from)} to ${printType(to)} is not supported on postgres.`,
  );
}

const INTEGER_TEXT = '\\s*[+-]?[0-9]+\\s*';
const NUMBER_TEXT = '\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?\\s*';
const FLOAT_TEXT = `${NUMBER_TEXT}|\\s*[+-]?([nN][aA][nN]|[iI][nN][fF]([iI][nN][iI][tT][yY])?)\\s*`;
const DATE_TEXT = '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}';
const TIME_TEXT = '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?';
const ZONE_TEXT = '\\s*([zZ]|UTC|[+-][0-9]{1,2}(:?[0-9]{2})?)?';
const UUID_TEXT = '\\s*[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\s*';

/** The text as it is if it follows the pattern; else one that no type reads. Read once: such casts may be nested. */
const following = (operand: string, pattern: string) =>
  `regexp_replace(${operand}, '^(?!(?:${pattern})$).*$', 'not a value')`;

/** Databricks reads texts more strictly than PostgreSQL, to which `tomorrow` is a date and, of late, `0x1F` a number. */
function textPattern(to: DataType): string | undefined {
  switch (to.kind) {
    case 'integer':
      return INTEGER_TEXT;
    case 'decimal':
      return NUMBER_TEXT;
    case 'float':
      return FLOAT_TEXT;
    case 'date':
      return `${DATE_TEXT}\\s*`;
    case 'time':
      return `\\s*${TIME_TEXT}\\s*`;
    case 'timestamp':
      return `${DATE_TEXT}([ T]${TIME_TEXT}${to.zoned ? ZONE_TEXT : ''})?\\s*`;
    case 'uuid':
      return UUID_TEXT;
    default:
      return undefined;
  }
}

const words = (list: readonly string[]) => list.map((word) => `'${word}'`).join(', ');
const TRUE_WORDS = words(['t', 'true', 'y', 'yes', '1']);
const FALSE_WORDS = words(['f', 'false', 'n', 'no', '0']);

function booleanOfText(operand: string, tryCast: boolean): string {
  const word = `lower(btrim(${operand}))`;
  const otherwise = tryCast ? '' : ` WHEN ${operand} IS NOT NULL THEN (left(${operand}, 0) || 'neither')::boolean`;
  return `(CASE WHEN ${word} IN (${TRUE_WORDS}) THEN TRUE WHEN ${word} IN (${FALSE_WORDS}) THEN FALSE${otherwise} END)`;
}

/** The least and the greatest value of an integer type. */
function bounds(bits: 8 | 16 | 32 | 64): readonly [least: bigint, greatest: bigint] {
  const half = 1n << BigInt(bits - 1);
  return [-half, half - 1n];
}

/** The number if it fits, else NULL. It is compared as a numeric, which takes any. */
function ifItFits(numeric: string, whole: string, to: DataType): string | undefined {
  if (to.kind === 'integer') {
    const [least, greatest] = bounds(to.bits);
    return `CASE WHEN ${numeric} BETWEEN ${least} AND ${greatest} THEN ${typed(whole, to)} END`;
  }
  if (to.kind === 'decimal') {
    const limit = `1${'0'.repeat(to.precision - to.scale)}`;
    return `CASE WHEN abs(round(${numeric}, ${to.scale})) < ${limit} THEN ${typed(numeric, to)} END`;
  }
  return undefined;
}

/** Digits of a text that is tried as a number; a longer one fits no type. */
const MAX_TRIED = 300;

function tryText(operand: string, to: DataType): string {
  const pattern = textPattern(to);
  const isShort = `${operand} ~ '^(?:${pattern})$' AND char_length(${operand}) < ${MAX_TRIED}`;
  if (to.kind === 'integer' || to.kind === 'decimal') {
    const numeric = `btrim(${operand}, E' \\t\\n\\r\\f\\x0b')::numeric`;
    return `(CASE WHEN ${isShort} THEN ${ifItFits(numeric, numeric, to)} END)`;
  }
  if (to.kind === 'uuid') return `(CASE WHEN ${isShort} THEN ${typed(operand, to)} END)`;
  if (to.kind === 'date') {
    const part = (place: number) => `split_part(btrim(${operand}, E' \\t\\n\\r\\f\\x0b'), '-', ${place})::integer`;
    const first = `make_date(${part(1)}, ${part(2)}, 1)`;
    const isMonth = `${part(1)} > 0 AND ${part(2)} BETWEEN 1 AND 12`;
    const isDay = `${part(3)} BETWEEN 1 AND extract(day FROM ${first} + '1 month -1 day'::interval)`;
    return `(CASE WHEN ${isShort} THEN CASE WHEN ${isMonth} THEN CASE WHEN ${isDay} THEN make_date(${part(1)}, ${part(2)}, ${part(3)}) END END END)`;
  }
  throw refused(STRING, to, true);
}

function castText(operand: string, to: DataType, tryCast: boolean): string {
  switch (to.kind) {
    case 'boolean':
      return booleanOfText(operand, tryCast);
    case 'binary':
      return `convert_to(${operand}, 'UTF8')`;
    case 'string':
    case 'null':
      return operand;
    case 'json':
      if (tryCast) throw refused(STRING, to, true);
      return `${operand}::json::text`;
    case 'interval':
    case 'array':
      throw refused(STRING, to, tryCast);
    default: {
      if (tryCast) return tryText(operand, to);
      return typed(following(operand, textPattern(to) ?? ''), to);
    }
  }
}

/** A DOUBLE's text has a point or an exponent, and the exponent from 1e16 up. */
function floatToText(operand: string): string {
  const text = `${operand}::text`;
  const wide = `${text}::numeric::text`;
  const pointed = (digits: string) => `regexp_replace(${digits}, '^(-?[0-9]+)$', '\\1.0')`;
  return `(CASE WHEN abs(${operand}) >= 1e15 AND abs(${operand}) < 1e16 THEN ${pointed(wide)} ELSE ${pointed(text)} END)`;
}

function castToText(operand: string, from: DataType, tryCast: boolean): string {
  switch (from.kind) {
    case 'binary':
      if (tryCast) throw refused(from, STRING, true);
      return `convert_from(${operand}, 'UTF8')`;
    case 'timestamp':
      return from.zoned ? `timezone('UTC', ${operand})::text` : `${operand}::text`;
    case 'float':
      return floatToText(operand);
    case 'json':
      return operand;
    default:
      return `${operand}::text`;
  }
}

function castTime(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  if (from.kind === 'time' || (to.kind === 'time' && from.kind !== 'timestamp')) throw refused(from, to, tryCast);
  const local = from.kind === 'timestamp' && from.zoned ? `timezone('UTC', ${operand})` : operand;
  if (to.kind === 'timestamp' && to.zoned)
    return `timezone('UTC', ${from.kind === 'date' ? `${local}::timestamp` : local})`;
  return `${local}::${typeName(to)}`;
}

/** Fractions are cut on the way to an integer; a DOUBLE is told with its shortest text, not with 15 digits. */
function castNumber(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  if (to.kind === 'boolean') return from.kind === 'boolean' ? operand : `(${operand} <> 0)`;
  if (from.kind === 'boolean') {
    const integer = `${operand}::integer`;
    return sameType(to, INT32) ? integer : typed(integer, to);
  }
  if (to.kind === 'float') return typed(operand, to);
  const exact = from.kind === 'float' ? `${operand}::text::numeric` : operand;
  const value = to.kind === 'integer' && from.kind !== 'integer' ? `trunc(${exact})` : exact;
  const notNumber = from.kind === 'float' ? ` AND ${operand} NOT IN ('NaN', 'Infinity', '-Infinity')` : '';
  if (tryCast) return `(CASE WHEN ${operand} IS NOT NULL${notNumber} THEN ${ifItFits(value, value, to)} END)`;
  // Of NaN there is a numeric, and no DECIMAL.
  if (from.kind === 'float' && to.kind === 'decimal')
    return typed(`replace(${operand}::text, 'NaN', 'no number')::numeric`, to);
  return typed(value, to);
}

const isOwnKind = ({ kind }: DataType) => kind === 'interval' || kind === 'array';
const isTimeLike = ({ kind }: DataType) => kind === 'date' || kind === 'time' || kind === 'timestamp';
const isNumberLike = ({ kind }: DataType) =>
  kind === 'boolean' || kind === 'integer' || kind === 'decimal' || kind === 'float';

/**
 * A cast with Databricks' (ANSI) meaning: fractions are cut, not rounded, on the way to an integer, text is read
 * strictly, binary is UTF-8.
 * @throws GatewayError NOT_SUPPORTED for pairs whose meaning the engines do not share
 */
export function cast(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  if (sameType(from, to)) return operand;
  if (from.kind === 'null') return `${operand}::${typeName(to)}`;
  if (isOwnKind(from) || isOwnKind(to)) throw refused(from, to, tryCast);
  if (from.kind === 'string') return castText(operand, to, tryCast);
  if (to.kind === 'string') return castToText(operand, from, tryCast);
  if (to.kind === 'json') return jsonValue(operand, 'json', from);
  if (isTimeLike(from) && isTimeLike(to)) return castTime(operand, from, to, tryCast);
  if (isNumberLike(from) && isNumberLike(to)) return castNumber(operand, from, to, tryCast);
  throw refused(from, to, tryCast);
}
