import type { DataType } from '../../query/types.js';
import type { ModelType } from '../contract.js';

/** Whether a model's input of this type can take each value of a SQL type. */
export function takes(input: ModelType, type: DataType): boolean {
  switch (input) {
    case 'boolean':
      return type.kind === 'boolean';
    case 'integer':
      return type.kind === 'integer' && type.bits <= 32;
    case 'long':
      return type.kind === 'integer';
    case 'float':
    case 'double':
      return type.kind === 'integer' || type.kind === 'float' || type.kind === 'decimal';
    case 'string':
      return type.kind === 'string' || type.kind === 'uuid';
    case 'binary':
      return type.kind === 'binary';
    case 'datetime':
      return type.kind === 'timestamp' || type.kind === 'date';
    default:
      return input satisfies never;
  }
}
