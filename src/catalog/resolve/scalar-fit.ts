import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  JSON_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  UUID,
} from '../../query/types.js';
import type { GraphQLScalarName } from '../contract.js';

/**
 * The scalars that can carry every value of a SQL type, the most natural one first. Int is 32 bits wide in
 * GraphQL, so BIGINT needs BigInt or, where the number only identifies, ID.
 */
export function fittingScalars(type: DataType): readonly GraphQLScalarName[] {
  switch (type.kind) {
    case 'boolean':
      return ['Boolean'];
    case 'integer':
      return type.bits === 64 ? ['BigInt', 'ID'] : ['Int', 'BigInt', 'ID'];
    case 'decimal':
      return ['Decimal', 'Float'];
    case 'float':
      return ['Float'];
    case 'string':
      return ['String', 'ID'];
    case 'binary':
      return ['Bytes'];
    case 'date':
      return ['Date'];
    case 'time':
      return ['Time'];
    case 'timestamp':
      return ['DateTime'];
    case 'uuid':
      return ['UUID', 'ID'];
    case 'json':
      return ['JSON'];
    case 'interval':
    case 'array':
    case 'null':
      return [];
    default:
      return type satisfies never;
  }
}

const NATURAL_TYPES: Readonly<Record<GraphQLScalarName, DataType>> = {
  ID: STRING,
  String: STRING,
  Boolean: BOOLEAN,
  Int: INT32,
  Float: FLOAT64,
  BigInt: INT64,
  Decimal: decimalType(38, 18),
  Date: DATE,
  Time: TIME,
  DateTime: TIMESTAMP,
  JSON: JSON_TYPE,
  UUID,
  Bytes: BINARY,
};

export const SCALAR_NAMES = Object.keys(NATURAL_TYPES) as readonly GraphQLScalarName[];

export function isScalarName(name: string): name is GraphQLScalarName {
  return Object.hasOwn(NATURAL_TYPES, name);
}

/** The type that stands in for that of a column which is not there, so that the rest can still be checked. */
export function assumedType(scalar: GraphQLScalarName): DataType {
  return NATURAL_TYPES[scalar];
}
