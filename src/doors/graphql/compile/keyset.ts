import { GatewayError } from '../../../errors.js';
import { conjunction } from '../../../functions/conjunction.js';
import { call } from '../../../functions/registry.js';
import { FALSE, jsonValue, parameter } from '../../../query/build.js';
import type { Expression, JsonEncoding, ScalarValue } from '../../../query/expression.js';
import type { DataType } from '../../../query/types.js';
import type { OrderKey } from './compile-order.js';

/** How a key's value travels in a cursor: exactly, so that it comes back as the same value. */
function cursorEncoding(type: DataType): JsonEncoding {
  switch (type.kind) {
    case 'string':
    case 'float':
      // The engine's own text of a number says NaN and the infinities too, which `text` takes for faults.
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'time':
      return 'time';
    case 'timestamp':
      return 'datetime';
    case 'binary':
      return 'bytes';
    case 'json':
      throw new GatewayError('BAD_USER_INPUT', 'A list cannot be ordered by a JSON field.');
    default:
      return 'text';
  }
}

/** JSON text of a key's value for a cursor. */
export function cursorValue(expression: Expression): Expression {
  return jsonValue(expression, cursorEncoding(expression.type), false);
}

const NON_FINITE: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity };

function decoded(value: unknown, type: DataType): ScalarValue {
  if (typeof value === 'boolean') return value;
  const text = String(value);
  switch (type.kind) {
    case 'integer':
      return BigInt(text);
    case 'float':
      return NON_FINITE[text.toLowerCase()] ?? Number(text);
    case 'timestamp':
      return text.replace('T', ' ').replace('Z', '');
    case 'binary':
      return Buffer.from(text, 'base64');
    default:
      return text;
  }
}

interface Position {
  readonly key: OrderKey;
  /** undefined: NULL. */
  readonly value: Expression | undefined;
}

function equal({ key, value }: Position): Expression {
  return value === undefined ? call('is_null', [key.expression]) : call('eq', [key.expression, value]);
}

function strictlyAfter({ key, value }: Position): Expression {
  if (value === undefined) return key.nulls === 'last' ? FALSE : call('is_not_null', [key.expression]);
  const beyond = call(key.direction === 'asc' ? 'gt' : 'lt', [key.expression, value]);
  return key.nullable && key.nulls === 'last' ? call('or', [beyond, call('is_null', [key.expression])]) : beyond;
}

/**
 * The rows that come after a position in this order:
 * `k1 > v1 OR (k1 = v1 AND k2 > v2) OR …`, with `k1 >= v1` in front, which an engine can prune with.
 */
export function afterPosition(keys: readonly OrderKey[], values: readonly unknown[]): Expression {
  const positions = keys.map((key, index): Position => {
    const value = values[index];
    return {
      key,
      value:
        value === null || value === undefined
          ? undefined
          : parameter(decoded(value, key.expression.type), key.expression.type),
    };
  });
  const alternatives = positions.map((position, index) =>
    conjunction([...positions.slice(0, index).map(equal), strictlyAfter(position)]),
  );
  const [first, ...rest] = alternatives;
  if (first === undefined) return FALSE;
  if (rest.length === 0) return first;
  const either = call('or', alternatives);
  const [leading] = positions;
  if (leading?.value === undefined || leading.key.nullable) return either;
  return call('and', [
    call(leading.key.direction === 'asc' ? 'gte' : 'lte', [leading.key.expression, leading.value]),
    either,
  ]);
}
