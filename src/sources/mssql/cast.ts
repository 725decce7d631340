import { GatewayError } from '../../errors.js';
import { type DataType, isNumeric, printType } from '../../query/types.js';
import { asText } from './collation.js';
import { jsonValue } from './json-value.js';
import { utc } from './moments.js';
import { plainText } from './plain-text.js';
import { readTwice } from './read-twice.js';
import { typeName } from './type-name.js';

const DAY = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';

function refused(from: DataType, to: DataType): GatewayError {
  return new GatewayError(
    'NOT_SUPPORTED',
    `A cast of ${printType(from)} to ${printType(to)} is not supported on mssql.`,
  );
}

/** Text of a number or day. The server takes blank text for 0 and other orders of a day's parts; here they fail. */
function strictText(operand: string, to: DataType): string {
  return readTwice(operand, (value) => {
    const isRead = to.kind === 'date' ? `TRIM(${value}) LIKE '${DAY}'` : `TRIM(${value}) LIKE '%[0-9]%'`;
    return `CASE WHEN ${value} IS NULL OR ${isRead} THEN ${value} ELSE N'?' END`;
  });
}

/**
 * A cast as Databricks does it in ANSI mode.
 * @throws GatewayError NOT_SUPPORTED for pairs whose meaning the engines do not share.
 */
export function cast(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  const word = tryCast ? 'TRY_CAST' : 'CAST';
  const plain = (value = operand) => `${word}(${value} AS ${typeName(to)})`;
  if (to.kind === 'string' && from.kind === 'null') return asText(operand);
  if (from.kind === 'null') return plain();
  if (printType(from) === printType(to)) return operand;
  if (to.kind === 'json') return from.kind === 'string' ? operand : asText(jsonValue(operand, 'json', from));
  if (from.kind === 'json') {
    if (to.kind === 'string') return operand;
    throw refused(from, to);
  }
  if (to.kind === 'string') {
    if (from.kind === 'float') throw refused(from, to);
    return asText(plainText(operand, from));
  }
  if (to.kind === 'integer' && to.bits === 8) throw refused(from, to);
  if (from.kind === 'string') {
    if (isNumeric(to) || to.kind === 'date') return plain(strictText(operand, to));
    throw refused(from, to);
  }
  if (isNumeric(from) && isNumeric(to)) return plain();
  if (from.kind === 'date' && to.kind === 'timestamp') return plain();
  if (from.kind === 'timestamp' && (to.kind === 'date' || to.kind === 'timestamp')) return plain(utc(operand, from));
  throw refused(from, to);
}
