import { GatewayError } from '../../errors.js';
import type { JsonEncoding } from '../../query/expression.js';
import { FAULT_START, type JsonFaultLetter } from '../../query/json-markers.js';
import { type DataType, printType } from '../../query/types.js';
import { quoteFrame } from './quote-text.js';

/*
 * Operands are written as often as they are read. The engine has no way to name a value inside an expression but a
 * sub-query, which finds no group's key again and takes `count(*)` and windows for its own.
 */

const fault = (letter: JsonFaultLetter) => quoteFrame(FAULT_START + letter);
const asText = (operand: string) => `${operand}::text`;
/** Between quotes, for text that needs no escape. */
const bare = (text: string) => `'"' || ${text} || '"'`;
/** The engine's own escapes. */
const quoted = (text: string) => `to_json(${text})::text`;

function stringJson(operand: string, type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'json':
      return quoted(operand);
    case 'binary':
      return quoted(`convert_from(${operand}, 'UTF8')`);
    default:
      return bare(asText(operand));
  }
}

function intJson(operand: string, type: DataType): string {
  if (type.kind === 'integer' && type.bits <= 32) return asText(operand);
  const isInt = `${operand} BETWEEN -2147483648 AND 2147483647`;
  if (type.kind === 'integer') {
    return `CASE WHEN NOT ${isInt} THEN ${fault('I')} ELSE ${asText(operand)} END`;
  }
  return (
    `CASE WHEN ${isInt} AND ${operand} = trunc(${operand}) THEN ${asText(`${operand}::bigint`)} ` +
    `WHEN ${operand} IS NOT NULL THEN ${fault('I')} END`
  );
}

/** What `body` makes of a number's text; of one that is none, which a numeric can be too, the fault alone. */
function finiteJson(operand: string, type: DataType, body: (text: string) => string): string {
  // A JSON number is a DOUBLE to its readers.
  const double = type.kind === 'float' && type.bits === 32 ? `${operand}::double precision` : operand;
  switch (type.kind) {
    case 'float':
      return `CASE WHEN ${operand} IN ('NaN', 'Infinity', '-Infinity') THEN ${fault('F')} ELSE ${body(asText(double))} END`;
    case 'decimal':
      return `CASE WHEN ${operand} = 'NaN' THEN ${fault('F')} ELSE ${body(asText(operand))} END`;
    default:
      return body(asText(operand));
  }
}

/** The shortest text that reads back as the same number; its exponent is JSON's too. */
const floatJson = (operand: string, type: DataType) => finiteJson(operand, type, (text) => text);

/** An instant's wall clock in UTC. */
const local = (operand: string, type: DataType) =>
  type.kind === 'timestamp' && type.zoned ? `timezone('UTC', ${operand})` : operand;

const inYears = (value: string, type: DataType) =>
  type.kind === 'date'
    ? `${value} BETWEEN '0001-01-01'::date AND '9999-12-31'::date`
    : `${value} BETWEEN '0001-01-01'::timestamp AND '9999-12-31 23:59:59.999999'::timestamp`;

function withinYears(operand: string, type: DataType, body: (value: string) => string): string {
  const value = local(operand, type);
  return `CASE WHEN NOT ${inYears(value, type)} THEN ${fault('D')} ELSE ${body(value)} END`;
}

const dateJson = (operand: string, type: DataType) =>
  withinYears(operand, type, (value) => bare(asText(type.kind === 'date' ? value : `${value}::date`)));

/** 24:00:00 is a time here, and none of RFC 3339. */
const timeJson = (operand: string) =>
  `CASE WHEN ${operand} > '23:59:59.999999'::time THEN ${fault('D')} ELSE ${bare(asText(operand))} END`;

/** The text omits an empty fraction. */
const datetimeJson = (operand: string, type: DataType) =>
  withinYears(operand, type, (value) =>
    type.kind === 'date'
      ? `'"' || ${asText(value)} || 'T00:00:00Z"'`
      : `'"' || replace(${asText(value)}, ' ', 'T') || 'Z"'`,
  );

/** The engine breaks base 64 into lines. */
function bytesJson(operand: string, type: DataType): string {
  const bytes = type.kind === 'string' ? `convert_to(${operand}, 'UTF8')` : operand;
  return bare(`replace(encode(${bytes}, 'base64'), E'\\n', '')`);
}

function textJson(operand: string, type: DataType): string {
  switch (type.kind) {
    case 'date':
      return dateJson(operand, type);
    case 'timestamp':
      return datetimeJson(operand, type);
    case 'float':
    case 'decimal':
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
      return asText(operand);
    case 'int':
      return intJson(operand, type);
    case 'float':
      return floatJson(operand, type);
    case 'text':
      return textJson(operand, type);
    case 'date':
      return dateJson(operand, type);
    case 'time':
      return timeJson(operand);
    case 'datetime':
      return datetimeJson(operand, type);
    case 'bytes':
      return bytesJson(operand, type);
    case 'json':
      return nativeJson(operand, type);
  }
}

/**
 * JSON text of a scalar, NULL for NULL. What JSON or GraphQL cannot hold becomes a fault marker.
 * @throws GatewayError INTERNAL if the encoding does not take the type, NOT_SUPPORTED for intervals and arrays
 */
export function jsonValue(operand: string, encoding: JsonEncoding, type: DataType): string {
  if (type.kind === 'null') return 'NULL::text';
  if (type.kind === 'interval' || type.kind === 'array') {
    throw new GatewayError('NOT_SUPPORTED', `JSON of a ${printType(type)} is not supported on postgres.`);
  }
  const takes = TAKES[encoding];
  if (takes !== undefined && !takes.includes(type.kind)) {
    throw new GatewayError('INTERNAL', `The JSON encoding "${encoding}" does not take ${printType(type)}.`);
  }
  return `(${encode(operand, encoding, type)})`;
}
