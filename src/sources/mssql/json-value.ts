import { GatewayError } from '../../errors.js';
import type { JsonEncoding } from '../../query/expression.js';
import { FAULT_START, type JsonFaultLetter } from '../../query/json-markers.js';
import { type DataType, printType } from '../../query/types.js';
import { clock, day, utc } from './moments.js';
import { plainText } from './plain-text.js';
import { quoteText } from './quote-text.js';
import { readTwice } from './read-twice.js';

const fault = (letter: JsonFaultLetter) => quoteText(FAULT_START + letter);

/** Between quotes, for text that needs no escape. NULL for NULL, as for all that is joined by `+`. */
const bare = (text: string) => `(N'"' + ${text} + N'"')`;

function stringJson(operand: string, type: DataType): string {
  return type.kind === 'string' || type.kind === 'json'
    ? bare(`STRING_ESCAPE(${operand}, 'json')`)
    : bare(plainText(operand, type));
}

function intJson(operand: string, type: DataType): string {
  if (type.kind === 'integer' && type.bits <= 32) return plainText(operand, type);
  if (type.kind === 'integer') {
    return readTwice(
      operand,
      (value) =>
        `CASE WHEN ${value} NOT BETWEEN -2147483648 AND 2147483647 THEN ${fault('I')} ELSE ${plainText(value, type)} END`,
    );
  }
  return readTwice(
    operand,
    (value) =>
      `CASE WHEN ${value} BETWEEN -2147483648 AND 2147483647 AND ${value} = FLOOR(${value}) ` +
      `THEN CONVERT(nvarchar(20), CAST(${value} AS bigint)) WHEN ${value} IS NOT NULL THEN ${fault('I')} END`,
  );
}

function dateJson(operand: string, type: DataType): string {
  return bare(day(utc(operand, type)));
}

/** The server's years are 1 to 9999, so that every moment is one of JSON's. */
function datetimeJson(operand: string, type: DataType): string {
  if (type.kind === 'date') return `(N'"' + ${day(operand)} + N'T00:00:00Z"')`;
  return readTwice(utc(operand, type), (value) => `(N'"' + ${day(value)} + N'T' + ${clock(value)} + N'Z"')`);
}

/** Base 64, which the server makes of bytes in XML alone. */
function bytesJson(operand: string, type: DataType): string {
  const bytes = type.kind === 'binary' ? operand : `CAST(CAST(${operand} AS varchar(max)) AS varbinary(max))`;
  // No bytes make no XML, which is NULL.
  return readTwice(
    bytes,
    (value) =>
      `CASE WHEN ${value} IS NOT NULL THEN N'"' + COALESCE((SELECT ${value} AS [*] FOR XML PATH('')), N'') + N'"' END`,
  );
}

function textJson(operand: string, type: DataType): string {
  if (type.kind === 'timestamp') return datetimeJson(operand, type);
  return stringJson(operand, type);
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
      return plainText(operand, type);
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
    case 'float':
      return plainText(operand, type);
    case 'int':
      return intJson(operand, type);
    case 'text':
      return textJson(operand, type);
    case 'date':
      return dateJson(operand, type);
    case 'time':
      return bare(plainText(operand, type));
    case 'datetime':
      return datetimeJson(operand, type);
    case 'bytes':
      return bytesJson(operand, type);
    case 'json':
      return nativeJson(operand, type);
  }
}

/**
 * JSON text of a scalar, NULL for NULL. What GraphQL cannot hold becomes a fault marker.
 * @throws GatewayError INTERNAL if the encoding does not take the type, NOT_SUPPORTED for what has no text there
 */
export function jsonValue(operand: string, encoding: JsonEncoding, type: DataType): string {
  if (type.kind === 'null') return 'CAST(NULL AS nvarchar(max))';
  if (type.kind === 'interval' || type.kind === 'array')
    throw new GatewayError('NOT_SUPPORTED', `JSON of a ${printType(type)} is not supported on mssql.`);
  const takes = TAKES[encoding];
  if (takes !== undefined && !takes.includes(type.kind))
    throw new GatewayError('INTERNAL', `The JSON encoding "${encoding}" does not take ${printType(type)}.`);
  return encode(operand, encoding, type);
}
