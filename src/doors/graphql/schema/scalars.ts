import { GraphQLBoolean, GraphQLInt, GraphQLNonNull, type GraphQLScalarType, GraphQLString } from 'graphql';
import type { GraphQLScalarName } from '../../../catalog/contract.js';
import { bigIntScalar } from './scalars/big-int.js';
import { bytesScalar } from './scalars/bytes.js';
import { dateScalar } from './scalars/date.js';
import { dateTimeScalar } from './scalars/date-time.js';
import { decimalScalar } from './scalars/decimal.js';
import { floatScalar } from './scalars/float.js';
import { idScalar } from './scalars/id.js';
import { jsonScalar } from './scalars/json.js';
import { timeScalar } from './scalars/time.js';
import { uuidScalar } from './scalars/uuid.js';

/**
 * Every scalar of a contract. Their parsed values are the IR's: bigint for BigInt, text for Decimal, Date, Time,
 * DateTime (UTC) and UUID, Uint8Array for Bytes; JSON gives the value itself.
 */
export const SCALARS: Readonly<Record<GraphQLScalarName, GraphQLScalarType>> = Object.freeze({
  ID: idScalar,
  String: GraphQLString,
  Boolean: GraphQLBoolean,
  Int: GraphQLInt,
  Float: floatScalar,
  BigInt: bigIntScalar,
  Decimal: decimalScalar,
  Date: dateScalar,
  Time: timeScalar,
  DateTime: dateTimeScalar,
  JSON: jsonScalar,
  UUID: uuidScalar,
  Bytes: bytesScalar,
});

export const SCALAR_NAMES: readonly GraphQLScalarName[] = Object.freeze(Object.keys(SCALARS) as GraphQLScalarName[]);

const REQUIRED: ReadonlyMap<GraphQLScalarName, GraphQLNonNull<GraphQLScalarType>> = new Map(
  SCALAR_NAMES.map((name) => [name, new GraphQLNonNull(SCALARS[name])]),
);

export function isScalarName(name: string): name is GraphQLScalarName {
  return Object.hasOwn(SCALARS, name);
}

/** The scalar, non-null where `required`. */
export function scalarType(
  name: GraphQLScalarName,
  required: boolean,
): GraphQLScalarType | GraphQLNonNull<GraphQLScalarType> {
  return (required ? REQUIRED.get(name) : undefined) ?? SCALARS[name];
}
