import { GatewayError } from '../../errors.js';
import { bytewise } from '../../functions/dialects/mysql/collation.js';
import type { JsonEncoding } from '../../query/expression.js';
import { FAULT_START, type JsonFaultLetter } from '../../query/json-markers.js';
import { type DataType, printType } from '../../query/types.js';
import { quoteText } from './quote-text.js';
import { base64, valueText } from './value-text.js';

const fault = (letter: JsonFaultLetter) => quoteText(FAULT_START + letter);
/** Between quotes, for text that needs no escape. */
const bare = (text: string) => `CONCAT('"', ${text}, '"')`;
const quoted = (text: string) => bytewise(`JSON_QUOTE(${text})`);

/** Digits, colons and points need no escape. */
const isText = ({ kind }: DataType) => kind === 'string' || kind === 'json' || kind === 'binary';

function stringJson(operand: string, type: DataType): string {
  return isText(type) ? quoted(valueText(operand, type)) : bare(valueText(operand, type));
}

const isInt = (value: string) => `${value} BETWEEN -2147483648 AND 2147483647`;

function intJson(operand: string, type: DataType): string {
  const text = valueText(operand, type);
  if (type.kind === 'integer' && type.bits <= 32) return text;
  if (type.kind === 'integer') return `CASE WHEN NOT ${isInt(operand)} THEN ${fault('I')} ELSE ${text} END`;
  return (
    `CASE WHEN ${isInt(operand)} AND ${operand} = TRUNCATE(${operand}, 0) THEN CAST(CAST(${operand} AS SIGNED) AS CHAR) ` +
    `WHEN ${operand} IS NOT NULL THEN ${fault('I')} END`
  );
}

/** Tables can hold the day 0000-00-00. */
const isBeforeYears = (operand: string) => `${operand} < DATE'0001-01-01'`;

function dateJson(operand: string, type: DataType): string {
  const day = type.kind === 'date' ? operand : `CAST(${operand} AS DATE)`;
  return `CASE WHEN ${isBeforeYears(operand)} THEN ${fault('D')} ELSE ${bare(valueText(day, { kind: 'date' }))} END`;
}

function datetimeJson(operand: string, type: DataType): string {
  const text =
    type.kind === 'date'
      ? `CONCAT('"', ${valueText(operand, type)}, 'T00:00:00Z"')`
      : `CONCAT('"', REPLACE(${valueText(operand, type)}, ' ', 'T'), 'Z"')`;
  return `CASE WHEN ${isBeforeYears(operand)} THEN ${fault('D')} ELSE ${text} END`;
}

/** TIME there is a span of up to 838 hours. */
function timeJson(operand: string): string {
  return (
    `CASE WHEN ${operand} NOT BETWEEN TIME'00:00:00' AND TIME'23:59:59.999999' THEN ${fault('D')} ` +
    `ELSE ${bare(valueText(operand, { kind: 'time' }))} END`
  );
}

function bytesJson(operand: string): string {
  return bare(base64(operand));
}

function textJson(operand: string, type: DataType): string {
  switch (type.kind) {
    case 'date':
      return dateJson(operand, type);
    case 'timestamp':
      return datetimeJson(operand, type);
    default:
      return stringJson(operand, type);
  }
}

/** Of a value that is JSON text already: itself. Other types take the JSON that is natural to them. */
function nativeJson(operand: string, type: DataType): string {
  switch (type.kind) {
    case 'json':
      return operand;
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'float':
      return valueText(operand, type);
    case 'binary':
      return bytesJson(operand);
    case 'time':
      return timeJson(operand);
    default:
      return textJson(operand, type);
  }
}

type TypeKinds = readonly DataType['kind'][];
const NUMBERS: TypeKinds = ['integer', 'decimal', 'float'];

/** The types that each encoding takes; undefined: any. */
const TAKES: Readonly<Record<JsonEncoding, TypeKinds | undefined>> = {
  string: undefined,
  boolean: ['boolean'],
  int: NUMBERS,
  float: NUMBERS,
  text: undefined,
  date: ['date', 'timestamp'],
  time: ['time'],
  datetime: ['date', 'timestamp'],
  bytes: ['binary', 'string'],
  json: undefined,
};

function encode(operand: string, encoding: JsonEncoding, type: DataType): string {
  switch (encoding) {
    case 'string':
      return stringJson(operand, type);
    case 'boolean':
    case 'float':
      return valueText(operand, type);
    case 'int':
      return intJson(operand, type);
    case 'text':
      return textJson(operand, type);
    case 'date':
      return dateJson(operand, type);
    case 'time':
      return timeJson(operand);
    case 'datetime':
      return datetimeJson(operand, type);
    case 'bytes':
      return bytesJson(operand);
    case 'json':
      return nativeJson(operand, type);
  }
}

/**
 * JSON text of a scalar, NULL for NULL. What JSON or GraphQL cannot hold becomes a fault marker; numbers that are none
 * do not exist there.
 * @throws GatewayError INTERNAL if the encoding does not take the type, NOT_SUPPORTED for what has no exact text
 */
export function jsonValue(operand: string, encoding: JsonEncoding, type: DataType): string {
  if (type.kind === 'null') return 'CAST(NULL AS CHAR)';
  const takes = TAKES[encoding];
  if (takes !== undefined && !takes.includes(type.kind)) {
    throw new GatewayError('INTERNAL', `The JSON encoding "${encoding}" does not take ${printType(type)}.`);
  }
  return encode(operand, encoding, type);
}
