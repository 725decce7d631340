import type { GraphQLScalarName } from '../../../catalog/contract.js';
import { parameter } from '../../../query/build.js';
import type { Expression, ParameterExpression, ScalarValue } from '../../../query/expression.js';
import { type DataType, decimalType, FLOAT64, INT64 } from '../../../query/types.js';
import { BoundVariable } from './bound-variable.js';
import { badInput } from './context.js';

const INT64_BOUND = 2n ** 63n;

function toInteger(value: unknown, what: string): bigint {
  const text = String(value);
  if (!/^-?\d{1,19}$/u.test(text)) throw badInput(`${what} must be an integer, not ${JSON.stringify(text)}.`);
  const integer = BigInt(text);
  if (integer >= INT64_BOUND || integer < -INT64_BOUND) throw badInput(`${what} must fit into 64 bits.`);
  return integer;
}

/** The column's own type where the value fits it, so that the column is compared as it is and not cast. */
function integerType(value: bigint, type: DataType): DataType {
  const bits = type.kind === 'integer' ? type.bits : 64;
  const bound = 2n ** BigInt(bits - 1);
  return value < bound && value >= -bound ? type : INT64;
}

function integerParameter(value: bigint, type: DataType): ParameterExpression {
  return parameter(value, integerType(value, type));
}

function decimalTypeFor(text: string, type: DataType): DataType {
  const own = decimalOf(text);
  if (own.kind !== 'decimal' || type.kind !== 'decimal') return own;
  const fits = own.scale <= type.scale && own.precision - own.scale <= type.precision - type.scale;
  return fits ? type : own;
}

/** The narrowest decimal type that holds a literal exactly. */
function decimalOf(text: string): DataType {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return decimalType(Math.min(38, Math.max(1, whole.length + fraction.length)), Math.min(38, fraction.length));
}

function isScalarValue(value: unknown): value is ScalarValue {
  return (
    value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value) || value instanceof Uint8Array
  );
}

/**
 * A coerced GraphQL input value as a bound parameter that compares with a column of `type` without losing digits. Of a
 * variable, the plan may be used again with another value.
 * @param what names the input in messages, such as `filter.delay.gt`
 */
export function inputValue(value: unknown, scalar: GraphQLScalarName, type: DataType, what: string): Expression {
  if (!(value instanceof BoundVariable)) return parameterOf(value, scalar, type, what);
  return value.bind((input) => parameterOf(input, scalar, type, what));
}

function parameterOf(value: unknown, scalar: GraphQLScalarName, type: DataType, what: string): ParameterExpression {
  if (value === null || value === undefined)
    throw badInput(`${what} must not be null; use isNull to ask for missing values.`);
  switch (type.kind) {
    case 'integer':
      if (scalar === 'Float') return parameter(Number(value), FLOAT64);
      return integerParameter(toInteger(value, what), type);
    case 'float':
      return parameter(Number(value), FLOAT64);
    case 'decimal': {
      const text = String(value);
      if (scalar === 'Float' && !/^-?\d+(\.\d+)?$/u.test(text)) return parameter(Number(value), FLOAT64);
      return parameter(text, decimalTypeFor(text, type));
    }
    default:
      if (!isScalarValue(value)) throw badInput(`${what} has a value that cannot be compared.`);
      return parameter(value, type);
  }
}
