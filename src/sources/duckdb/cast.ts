import { GatewayError } from '../../errors.js';
import { type DataType, printType, STRING } from '../../query/types.js';
import { jsonValue } from './json-value.js';
import { plainText } from './plain-text.js';
import { readTwice } from './read-twice.js';
import { typeName } from './type-name.js';

/** What Databricks reads as an integer; DuckDB would also take `1.5`, `1e3`, `0x1F` and `1_000`. */
const INTEGER_TEXT = '\\s*[+-]?[0-9]+\\s*';
/** What Databricks reads as a fractional number; DuckDB would also take `1_0.5`. */
const NUMBER_TEXT = '\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*';
const FLOAT_TEXT = `${NUMBER_TEXT}|(?i)\\s*[+-]?(nan|inf|infinity)\\s*`;

function plainCast(operand: string, to: DataType, tryCast: boolean): string {
  return `${tryCast ? 'TRY_CAST' : 'CAST'}(${operand} AS ${typeName(to)})`;
}

/** Text that does not match becomes one that no cast takes, so that CAST raises and TRY_CAST gives NULL. */
function castNumberText(operand: string, pattern: string, to: DataType, tryCast: boolean): string {
  return readTwice(operand, (value) => {
    const checked = `CASE WHEN regexp_full_match(${value}, '${pattern}') THEN trim(${value}) WHEN ${value} IS NOT NULL THEN 'not a number' END`;
    return plainCast(checked, to, tryCast);
  });
}

function castText(operand: string, to: DataType, tryCast: boolean): string {
  switch (to.kind) {
    case 'integer':
      return castNumberText(operand, INTEGER_TEXT, to, tryCast);
    case 'decimal':
      return castNumberText(operand, NUMBER_TEXT, to, tryCast);
    case 'float':
      return castNumberText(operand, FLOAT_TEXT, to, tryCast);
    case 'binary':
      return `encode(${operand})`;
    case 'json':
      return `${tryCast ? 'TRY_CAST' : 'CAST'}(${operand} AS JSON)::VARCHAR`;
    case 'interval':
    case 'array':
      throw refused(STRING, to);
    case 'string':
    case 'boolean':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'uuid':
    case 'null':
      return plainCast(to.kind === 'string' ? operand : `trim(${operand})`, to, tryCast);
  }
}

function castToText(operand: string, from: DataType, tryCast: boolean): string {
  if (from.kind === 'binary') return tryCast ? `try(decode(${operand}))` : `decode(${operand})`;
  // The zone is the session's, UTC, and Databricks does not write it.
  if (from.kind === 'timestamp' && from.zoned) return `make_timestamp(epoch_us(${operand}))::VARCHAR`;
  return plainText(operand, from);
}

function isOwnKind(type: DataType): boolean {
  return type.kind === 'interval' || type.kind === 'array';
}

function isTimeLike(type: DataType): boolean {
  return type.kind === 'date' || type.kind === 'time' || type.kind === 'timestamp';
}

function refused(from: DataType, to: DataType): GatewayError {
  return new GatewayError(
    'NOT_SUPPORTED',
    `A cast of ${printType(from)} to ${printType(to)} is not supported on duckdb.`,
  );
}

/**
 * A cast with Databricks' (ANSI) meaning: fractions are cut, not rounded, on the way to an integer, text is read
 * strictly, binary is UTF-8.
 * @throws GatewayError NOT_SUPPORTED for pairs whose meaning the two engines do not share.
 */
export function cast(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  if (from.kind === to.kind && typeName(from) === typeName(to)) return operand;
  if (from.kind === 'null') return plainCast(operand, to, tryCast);
  if (isOwnKind(from) || isOwnKind(to)) throw refused(from, to);
  if (from.kind === 'string') return castText(operand, to, tryCast);
  if (to.kind === 'string') return castToText(operand, from, tryCast);
  if (to.kind === 'json') return jsonValue(operand, 'json', from);
  if (from.kind === 'binary' || to.kind === 'binary' || from.kind === 'json') throw refused(from, to);
  if (isTimeLike(from) !== isTimeLike(to)) throw refused(from, to);
  const cutsFraction = to.kind === 'integer' && (from.kind === 'float' || from.kind === 'decimal');
  return plainCast(cutsFraction ? `trunc(${operand})` : operand, to, tryCast);
}
