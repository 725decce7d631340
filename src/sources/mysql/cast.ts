import { GatewayError } from '../../errors.js';
import { narrowed } from '../../functions/dialects/mysql/narrowed.js';
import { type Fault, raise } from '../../functions/dialects/mysql/raise.js';
import { typeName } from '../../functions/dialects/mysql/type-name.js';
import { type DataType, printType } from '../../query/types.js';
import { jsonValue } from './json-value.js';
import { valueText } from './value-text.js';

function refused(from: DataType, to: DataType): GatewayError {
  return new GatewayError(
    'NOT_SUPPORTED',
    `A cast of ${printType(from)} to ${printType(to)} is not supported on mysql.`,
  );
}

const WHOLE = '^\\s*[+-]?0*[0-9]{1,18}\\s*$';
const LONG = '^\\s*[+-]?0*[0-9]{1,30}\\s*$';
const NUMBER = '^\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?\\s*$';
const MOMENT = '^\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?)?\\s*$';
const CLOCK = '^\\s*([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?\\s*$';
const HEX = '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$';

/** Blanks around a number, which would warn; a text that follows its pattern has no others. */
const withoutBlanks = (text: string) => `REGEXP_REPLACE(${text}, '\\s+', '')`;
const momentOf = (text: string) => `CAST(REPLACE(TRIM(${text}), 'T', ' ') AS DATETIME(6))`;

/** What `made` makes of text that follows the pattern; other text raises, or is NULL of a tried cast. */
function checked(operand: string, pattern: string, made: string, fault: Fault | undefined): string {
  const otherwise = fault === undefined ? '' : ` WHEN ${operand} IS NOT NULL THEN ${raise(fault, operand)}`;
  return `(CASE WHEN ${operand} REGEXP '${pattern}' THEN ${made}${otherwise} END)`;
}

const TRUE = "'t', 'true', 'y', 'yes', '1'";
const FALSE = "'f', 'false', 'n', 'no', '0'";

function textToBoolean(operand: string, tryCast: boolean): string {
  const word = `LOWER(TRIM(${operand}))`;
  const otherwise = tryCast ? '' : ` WHEN ${operand} IS NOT NULL THEN ${raise('22P02', operand)}`;
  return `(CASE WHEN ${word} IN (${TRUE}) THEN 1 WHEN ${word} IN (${FALSE}) THEN 0${otherwise} END)`;
}

/** @throws GatewayError NOT_SUPPORTED for tried casts that could warn, which fails a statement, and for other types */
function castText(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  const plain = `CAST(${operand} AS ${typeName(to)})`;
  const trimmed = `CAST(${withoutBlanks(operand)} AS ${typeName(to)})`;
  switch (to.kind) {
    case 'string':
      return operand;
    case 'boolean':
      return textToBoolean(operand, tryCast);
    case 'integer':
      if (!tryCast) return checked(operand, LONG, narrowed(trimmed, to.bits), '22P02');
      return to.bits === 64 ? checked(operand, WHOLE, trimmed, undefined) : castTried(operand, to);
    case 'binary':
      return plain;
    default:
      break;
  }
  if (tryCast) throw refused(from, to);
  switch (to.kind) {
    case 'decimal':
    case 'float':
      return checked(operand, NUMBER, trimmed, '22P02');
    case 'date':
      return checked(operand, MOMENT, `CAST(${momentOf(operand)} AS DATE)`, '22007');
    case 'time':
      return checked(operand, CLOCK, trimmed, '22007');
    case 'timestamp': {
      const text = to.zoned ? `TRIM(TRAILING 'Z' FROM ${operand})` : operand;
      return checked(text, MOMENT, momentOf(text), '22007');
    }
    case 'uuid':
      return checked(operand, HEX, `LOWER(${operand})`, '22P02');
    default:
      throw refused(from, to);
  }
}

function castTried(operand: string, to: Extract<DataType, { kind: 'integer' }>): string {
  const long = `CAST(${withoutBlanks(operand)} AS SIGNED)`;
  const most = 2n ** BigInt(to.bits - 1);
  const fits = `${long} BETWEEN -${most} AND ${most - 1n}`;
  return `(CASE WHEN ${operand} REGEXP '${WHOLE}' THEN CASE WHEN ${fits} THEN ${long} END END)`;
}

/** What does not fit warns, and a warning of that kind fails the statement. */
function castNumber(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  const isWide = from.kind === 'integer' && to.kind === 'integer' && from.bits <= to.bits;
  if (isWide) return operand;
  const toFloat = to.kind === 'float' && to.bits === 64;
  if (tryCast && !toFloat) throw refused(from, to);
  if (to.kind === 'boolean') return `(${operand} <> 0)`;
  if (to.kind === 'integer') {
    const whole = from.kind === 'integer' ? operand : `CAST(TRUNCATE(${operand}, 0) AS SIGNED)`;
    return narrowed(whole, to.bits);
  }
  return `CAST(${operand} AS ${typeName(to)})`;
}

const isNumber = ({ kind }: DataType) => kind === 'integer' || kind === 'decimal' || kind === 'float';
const isTimeLike = ({ kind }: DataType) => kind === 'date' || kind === 'timestamp' || kind === 'time';

/**
 * A cast with Databricks' (ANSI) meaning.
 * @throws GatewayError NOT_SUPPORTED for pairs whose meaning the engines do not share, or that have no exact form there
 */
export function cast(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  if (from.kind === to.kind && printType(from) === printType(to)) return operand;
  if (from.kind === 'null') return to.kind === 'boolean' ? 'NULL' : `CAST(${operand} AS ${typeName(to)})`;
  if (from.kind === 'string') return castText(operand, from, to, tryCast);
  // Java and DuckDB write whole doubles with a fraction, MySQL without.
  if (to.kind === 'string' && from.kind !== 'float') return valueText(operand, from);
  if (to.kind === 'json') return jsonValue(operand, 'json', from);
  if (isNumber(from) && (isNumber(to) || to.kind === 'boolean')) return castNumber(operand, from, to, tryCast);
  if (from.kind === 'boolean' && isNumber(to)) return `CAST(${operand} AS ${typeName(to)})`;
  if (from.kind === 'timestamp' && to.kind === 'timestamp') return operand;
  if (isTimeLike(from) && isTimeLike(to) && from.kind !== 'time' && !(from.kind === 'date' && to.kind === 'time'))
    return `CAST(${operand} AS ${typeName(to)})`;
  throw refused(from, to);
}
