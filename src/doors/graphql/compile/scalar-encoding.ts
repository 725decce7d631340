import type { GraphQLScalarName } from '../../../catalog/contract.js';
import type { JsonEncoding } from '../../../query/expression.js';
import type { DataType } from '../../../query/types.js';

const ENCODINGS: Readonly<Record<Exclude<GraphQLScalarName, 'ID' | 'String'>, JsonEncoding>> = {
  Boolean: 'boolean',
  Int: 'int',
  Float: 'float',
  BigInt: 'text',
  Decimal: 'text',
  Date: 'date',
  Time: 'time',
  DateTime: 'datetime',
  JSON: 'json',
  UUID: 'text',
  Bytes: 'bytes',
};

/** How a value of `type` stands in the reply as a field of this scalar. */
export function encodingOf(scalar: GraphQLScalarName, type: DataType): JsonEncoding {
  if (scalar === 'ID' || scalar === 'String') return type.kind === 'string' ? 'string' : 'text';
  return ENCODINGS[scalar];
}
