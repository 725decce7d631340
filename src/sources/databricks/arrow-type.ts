import { DataType as ArrowType, Precision, TimeUnit } from 'apache-arrow';
import { GatewayError } from '../../errors.js';
import {
  arrayType,
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  NULL_TYPE,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../query/types.js';

const BITS = [8, 16, 32, 64] as const;

/**
 * The IR's type of a column that the warehouse sends as Arrow.
 * @throws GatewayError NOT_SUPPORTED for structs, maps and what else the gateway has no values for
 */
export function arrowType(type: ArrowType): DataType {
  const unknown = () => new GatewayError('NOT_SUPPORTED', `A result has a column of type ${String(type)}.`);
  if (ArrowType.isNull(type)) return NULL_TYPE;
  if (ArrowType.isBool(type)) return BOOLEAN;
  if (ArrowType.isInt(type)) {
    const bits = BITS.find((count) => count === type.bitWidth);
    if (bits === undefined || !type.isSigned) throw unknown();
    return { kind: 'integer', bits };
  }
  if (ArrowType.isFloat(type)) return type.precision === Precision.SINGLE ? { kind: 'float', bits: 32 } : FLOAT64;
  if (ArrowType.isDecimal(type) && type.bitWidth === 128) return decimalType(type.precision, type.scale);
  if (ArrowType.isUtf8(type)) return STRING;
  if (ArrowType.isBinary(type)) return BINARY;
  if (ArrowType.isDate(type)) return DATE;
  if (ArrowType.isTimestamp(type) && type.unit === TimeUnit.MICROSECOND) {
    // Typed as text by the library; absent where the column has no zone.
    return (type.timezone as string | null | undefined) ? TIMESTAMP : TIMESTAMP_NTZ;
  }
  if (ArrowType.isList(type)) return arrayType(arrowType(type.valueType as ArrowType));
  throw unknown();
}
