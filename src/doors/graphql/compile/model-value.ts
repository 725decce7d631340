import type { ModelValue } from '../../../engine.js';
import { badInput } from './context.js';

/** A coerced argument as a model's input. */
export function modelValue(value: unknown): ModelValue {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default:
      if (value === null) return null;
      if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
      throw badInput('A model takes single values.');
  }
}
