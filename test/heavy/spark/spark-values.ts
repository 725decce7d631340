import {
  arrayType,
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  INTERVAL,
  NULL_TYPE,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../src/query/types.js';
import type { SparkType } from './spark-oracle.js';

const TYPES: Readonly<Record<string, DataType>> = {
  boolean: BOOLEAN,
  byte: { kind: 'integer', bits: 8 },
  short: { kind: 'integer', bits: 16 },
  integer: INT32,
  long: INT64,
  float: { kind: 'float', bits: 32 },
  double: FLOAT64,
  string: STRING,
  binary: BINARY,
  date: DATE,
  timestamp: TIMESTAMP,
  timestamp_ntz: TIMESTAMP_NTZ,
  void: NULL_TYPE,
};

/** The IR's type of a result column. */
export function resultType(type: SparkType): DataType {
  if (typeof type !== 'string') {
    if (type.type !== 'array' || type.elementType === undefined) throw new Error(`A result holds a ${type.type}.`);
    return arrayType(resultType(type.elementType));
  }
  if (type.startsWith('interval')) return INTERVAL;
  const decimal = /^decimal\((\d+),(-?\d+)\)$/.exec(type);
  if (decimal !== null) return decimalType(Number(decimal[1]), Number(decimal[2]));
  const known = TYPES[type];
  if (known === undefined) throw new Error(`A result holds a ${type}.`);
  return known;
}

/** A value in the form of `ResultBatch`. */
export function resultValue(value: unknown, type: DataType): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'integer':
      return type.bits === 64 ? BigInt(String(value)) : Number(value);
    case 'float':
      return Number(value);
    case 'binary':
      return new Uint8Array(Buffer.from(String(value), 'base64'));
    case 'timestamp':
      return type.zoned ? `${value}Z` : value;
    case 'array':
      return Array.isArray(value) ? value.map((element) => resultValue(element, type.element)) : value;
    default:
      return value;
  }
}
