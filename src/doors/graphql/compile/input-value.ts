import type { GraphQLScalarName } from '../../../catalog/contract.js';
import { parameter } from '../../../query/build.js';
import type { Expression, ScalarValue } from '../../../query/expression.js';
import { type DataType, decimalType, FLOAT64, INT64 } from '../../../query/types.js';
import { badInput } from './context.js';

const INT64_BOUND = 2n ** 63n;

function toInteger(value: unknown, what: string): bigint {
  const text = String(value);
  if (!/^-?\d{1,19}$/u.test(text)) throw badInput(`${what} must be an integer, not ${JSON.stringify(text)}.`);
  const integer = BigInt(text);
  if (integer >= INT64_BOUND || integer < -INT64_BOUND) throw badInput(`${what} must fit into 64 bits.`);
  return integer;
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
 * A coerced GraphQL input value as a bound parameter that compares with a column of `type` without losing digits.
 * @param what names the input in messages, such as `filter.delay.gt`
 */
export function inputValue(value: unknown, scalar: GraphQLScalarName, type: DataType, what: string): Expression {
  if (value === null || value === undefined)
    throw badInput(`${what} must not be null; use isNull to ask for missing values.`);
  switch (type.kind) {
    case 'integer':
      if (scalar === 'Float') return parameter(Number(value), FLOAT64);
      return parameter(toInteger(value, what), INT64);
    case 'float':
      return parameter(Number(value), FLOAT64);
    case 'decimal': {
      const text = String(value);
      if (scalar === 'Float' && !/^-?\d+(\.\d+)?$/u.test(text)) return parameter(Number(value), FLOAT64);
      return parameter(text, decimalOf(text));
    }
    default:
      if (!isScalarValue(value)) throw badInput(`${what} has a value that cannot be compared.`);
      return parameter(value, type);
  }
}
