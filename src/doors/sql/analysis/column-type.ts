import type { DataType } from '../../../query/types.js';

/** A type as CREATE TABLE spells it. */
export function columnType(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
      return 'boolean';
    case 'integer':
      return { 8: 'smallint', 16: 'smallint', 32: 'integer', 64: 'bigint' }[type.bits];
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    case 'float':
      return type.bits === 32 ? 'real' : 'double precision';
    case 'string':
    case 'null':
      return 'text';
    case 'binary':
      return 'bytea';
    case 'date':
      return 'date';
    case 'time':
      return 'time';
    case 'timestamp':
      return type.zoned ? 'timestamptz' : 'timestamp';
    case 'interval':
      return 'interval';
    case 'uuid':
      return 'uuid';
    case 'json':
      return 'json';
    case 'array':
      return `${columnType(elementOf(type))}[]`;
  }
}

/** Postgres does not tell arrays of arrays from arrays. */
function elementOf(type: DataType): DataType {
  return type.kind === 'array' ? elementOf(type.element) : type;
}

/** Whether values of the type can be compared: JSON and arrays of it can be no key. */
export function isComparable(type: DataType): boolean {
  return elementOf(type).kind !== 'json';
}
