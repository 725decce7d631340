import type { DataType } from '../../../query/types.js';

/**
 * PostgreSQL's name of a type. JSON is carried as text: `jsonb` would write it anew, and neither of the two takes the
 * fault markers. There is no integer of 8 bits.
 */
export function postgresType(type: DataType): string {
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
    case 'json':
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
    case 'array':
      return `${postgresType(type.element)}[]`;
  }
}
