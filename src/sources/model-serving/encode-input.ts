import { GatewayError } from '../../errors.js';
import type { ModelColumn, ModelValue } from './model-type.js';

const WHOLE = /^-?\d+$/u;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/u;

function unfit({ name, type }: ModelColumn): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `Input "${name}" of the model takes a value of type ${type}.`);
}

function digits(value: ModelValue, column: ModelColumn): string {
  const text = String(value);
  if (typeof value === 'boolean' || !NUMBER.test(text)) throw unfit(column);
  return text;
}

/**
 * An input as JSON text that a server reads as the column's type: all digits of a long, a point in every double, a
 * datetime without a zone.
 * @throws GatewayError BAD_USER_INPUT for a value that is none of the type
 */
export function encodeInput(value: ModelValue, column: ModelColumn): string {
  if (value === null) return 'null';
  switch (column.type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw unfit(column);
      return String(value);
    case 'integer':
    case 'long': {
      const text = digits(value, column);
      if (!WHOLE.test(text)) throw unfit(column);
      return text;
    }
    case 'float':
    case 'double': {
      const text = digits(value, column);
      return WHOLE.test(text) ? `${text}.0` : text;
    }
    case 'string':
    case 'binary':
      if (typeof value !== 'string') throw unfit(column);
      return JSON.stringify(value);
    case 'datetime':
      if (typeof value !== 'string') throw unfit(column);
      return JSON.stringify(value.replace(' ', 'T').replace(/Z$/u, ''));
    default:
      return column.type satisfies never;
  }
}
