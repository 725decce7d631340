import {
  BINARY,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  JSON_TYPE,
  STRING,
  TIME,
  TIMESTAMP_NTZ,
} from '../../query/types.js';
import type { ServerColumn } from './connection.js';

/** Character set number of bytes. */
const BYTES = 63;
/** Digits of a DECIMAL where the server does not bound them. */
const MAX_PRECISION = 38;

/** The type that a column has of itself, where the statement does not say: https://mariadb.com/kb/en/result-set-packets/ */
export function columnType({ columnType: code, characterSet, decimals = 0 }: ServerColumn): DataType {
  switch (code) {
    case 0x00:
      return decimalType(MAX_PRECISION, decimals);
    case 0xf6:
      return decimalType(MAX_PRECISION, Math.min(MAX_PRECISION, decimals));
    case 0x01:
    case 0x02:
    case 0x03:
    case 0x09:
    case 0x0d:
      return INT32;
    case 0x08:
      return INT64;
    case 0x04:
      return { kind: 'float', bits: 32 };
    case 0x05:
      return FLOAT64;
    case 0x0a:
    case 0x0e:
      return DATE;
    case 0x0b:
      return TIME;
    case 0x07:
    case 0x0c:
      return TIMESTAMP_NTZ;
    case 0xf5:
      return JSON_TYPE;
    case 0x10:
      return BINARY;
    default:
      return characterSet === BYTES ? BINARY : STRING;
  }
}
