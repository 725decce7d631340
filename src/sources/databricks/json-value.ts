import { GatewayError } from '../../errors.js';
import type { JsonEncoding } from '../../query/expression.js';
import { FAULT_START, type JsonFaultLetter } from '../../query/json-markers.js';
import { type DataType, printType } from '../../query/types.js';
import { quoteText } from './quote-text.js';
import { readTwice } from './read-twice.js';

const fault = (letter: JsonFaultLetter) => quoteText(FAULT_START + letter);
const asText = (operand: string) => `CAST(${operand} AS STRING)`;
/** Between quotes, for text that needs no escape. */
const bare = (text: string) => `concat('"', ${text}, '"')`;

/** What JSON must escape, as a regular expression in the engine's text. */
const ESCAPED = quoteText('["\\\\\\x00-\\x1f]');

/** Only text that needs an escape goes through `to_json`, which takes no bare text: it is the one member of an array. */
function quoted(text: string): string {
  return readTwice(
    text,
    (value) =>
      `CASE WHEN ${value} RLIKE ${ESCAPED} THEN regexp_extract(to_json(array(${value})), '(?s)^.(.*).$', 1) ELSE ${bare(value)} END`,
  );
}

function stringJson(operand: string, type: DataType): string {
  if (type.kind === 'string' || type.kind === 'json') return quoted(operand);
  return type.kind === 'binary' ? quoted(asText(operand)) : bare(asText(operand));
}

function intJson(operand: string, type: DataType): string {
  if (type.kind === 'integer' && type.bits <= 32) return asText(operand);
  const isInt = (value: string) => `${value} BETWEEN -2147483648 AND 2147483647`;
  if (type.kind === 'integer') {
    return readTwice(operand, (value) => `CASE WHEN NOT ${isInt(value)} THEN ${fault('I')} ELSE ${asText(value)} END`);
  }
  return readTwice(
    operand,
    (value) =>
      `CASE WHEN ${isInt(value)} AND ${value} = CAST(${value} AS BIGINT) THEN ${asText(`CAST(${value} AS BIGINT)`)} ` +
      `WHEN ${value} IS NOT NULL THEN ${fault('I')} END`,
  );
}

/** What `body` makes of a number's text; of a float that is none, the fault alone. */
function finiteJson(operand: string, type: DataType, body: (text: string) => string): string {
  if (type.kind !== 'float') return body(asText(operand));
  return readTwice(
    operand,
    (value) =>
      `CASE WHEN isnan(${value}) OR abs(${value}) = CAST('Infinity' AS DOUBLE) THEN ${fault('F')} ELSE ${body(asText(value))} END`,
  );
}

/** Java's text of a DOUBLE reads back as the same number, and is a JSON number (`1.0E10`). */
const floatJson = (operand: string, type: DataType) => finiteJson(operand, type, (text) => text);

const inYears = (value: string) => `${value} BETWEEN DATE'0001-01-01' AND DATE'9999-12-31'`;
const dayOf = (operand: string, type: DataType) => (type.kind === 'timestamp' ? `CAST(${operand} AS DATE)` : operand);

function dateJson(operand: string, type: DataType): string {
  return readTwice(
    dayOf(operand, type),
    (value) => `CASE WHEN NOT ${inYears(value)} THEN ${fault('D')} ELSE ${bare(asText(value))} END`,
  );
}

/** The text of a TIMESTAMP is in the session's zone, which is UTC; it omits an empty fraction. */
function datetimeJson(operand: string, type: DataType): string {
  const body = (value: string) =>
    type.kind === 'date'
      ? `concat('"', ${asText(value)}, 'T00:00:00Z"')`
      : `concat('"', replace(${asText(value)}, ' ', 'T'), 'Z"')`;
  return readTwice(
    operand,
    (value) => `CASE WHEN NOT ${inYears(dayOf(value, type))} THEN ${fault('D')} ELSE ${body(value)} END`,
  );
}

/** Older engines break base 64 into lines. */
function bytesJson(operand: string, type: DataType): string {
  const bytes = type.kind === 'string' ? `encode(${operand}, 'UTF-8')` : operand;
  return bare(`replace(base64(${bytes}), '\\r\\n', '')`);
}

function textJson(operand: string, type: DataType): string {
  switch (type.kind) {
    case 'date':
      return dateJson(operand, type);
    case 'timestamp':
      return datetimeJson(operand, type);
    case 'float':
      return finiteJson(operand, type, bare);
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
      return asText(operand);
    case 'integer':
    case 'decimal':
    case 'float':
      return floatJson(operand, type);
    case 'binary':
      return bytesJson(operand, type);
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
  time: [],
  datetime: ['date', 'timestamp'],
  bytes: ['binary', 'string'],
  json: undefined,
};

function encode(operand: string, encoding: Exclude<JsonEncoding, 'time'>, type: DataType): string {
  switch (encoding) {
    case 'string':
      return stringJson(operand, type);
    case 'boolean':
      return asText(operand);
    case 'int':
      return intJson(operand, type);
    case 'float':
      return floatJson(operand, type);
    case 'text':
      return textJson(operand, type);
    case 'date':
      return dateJson(operand, type);
    case 'datetime':
      return datetimeJson(operand, type);
    case 'bytes':
      return bytesJson(operand, type);
    case 'json':
      return nativeJson(operand, type);
  }
}

/**
 * JSON text (STRING) of a scalar, NULL for NULL. What JSON or GraphQL cannot hold becomes a fault marker.
 * @throws GatewayError INTERNAL if the encoding does not take the type, NOT_SUPPORTED for what has no text there
 */
export function jsonValue(operand: string, encoding: JsonEncoding, type: DataType): string {
  if (type.kind === 'null') return 'CAST(NULL AS STRING)';
  if (encoding === 'time' || type.kind === 'time' || type.kind === 'interval' || type.kind === 'array') {
    throw new GatewayError('NOT_SUPPORTED', `JSON of a ${printType(type)} is not supported on databricks.`);
  }
  const takes = TAKES[encoding];
  if (takes !== undefined && !takes.includes(type.kind)) {
    throw new GatewayError('INTERNAL', `The JSON encoding "${encoding}" does not take ${printType(type)}.`);
  }
  return encode(operand, encoding, type);
}
