import { GatewayError } from '../../errors.js';
import { bytewise } from '../../functions/dialects/mysql/collation.js';
import { type DataType, printType } from '../../query/types.js';

const plain = (operand: string) => `CAST(${operand} AS CHAR)`;

/** Text of a date and time of day or of a time, its fraction only as long as it has to be. */
function withoutZeros(text: string): string {
  return `TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM ${text}))`;
}

/**
 * The canonical text of a value: exact, ISO, and as other engines write it.
 * @throws GatewayError NOT_SUPPORTED for what has no text, or no exact one, there
 */
export function valueText(operand: string, type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'json':
    case 'uuid':
      return operand;
    case 'boolean':
      return `(CASE WHEN ${operand} THEN 'true' WHEN NOT ${operand} THEN 'false' END)`;
    case 'integer':
    case 'decimal':
    case 'date':
    case 'null':
      return plain(operand);
    case 'timestamp':
      return withoutZeros(`CAST(CAST(${operand} AS DATETIME(6)) AS CHAR)`);
    case 'time':
      return withoutZeros(`CAST(CAST(${operand} AS TIME(6)) AS CHAR)`);
    case 'float':
      // Seven digits are all that a FLOAT's text has.
      if (type.bits === 64) return plain(operand);
      break;
    case 'binary':
    case 'interval':
    case 'array':
      break;
  }
  throw new GatewayError('NOT_SUPPORTED', `Text of a ${printType(type)} is not supported on mysql.`);
}

/** Base 64 without the line feeds that the engine puts in. */
export function base64(bytes: string): string {
  return bytewise(`REPLACE(TO_BASE64(${bytes}), '\n', '')`);
}
