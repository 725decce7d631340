import type { DataType } from '../../query/types.js';

/**
 * DuckDB's name of a type. JSON is carried as plain text: DuckDB's own JSON type would parse the text again at each
 * implicit cast, and refuse the fault markers.
 */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
      return 'BOOLEAN';
    case 'integer':
      return { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[type.bits];
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'float':
      return type.bits === 32 ? 'FLOAT' : 'DOUBLE';
    case 'string':
    case 'json':
      return 'VARCHAR';
    case 'binary':
      return 'BLOB';
    case 'date':
      return 'DATE';
    case 'time':
      return 'TIME';
    case 'timestamp':
      return type.zoned ? 'TIMESTAMPTZ' : 'TIMESTAMP';
    case 'interval':
      return 'INTERVAL';
    case 'uuid':
      return 'UUID';
    case 'array':
      return `${typeName(type.element)}[]`;
    case 'null':
      return '"NULL"';
  }
}
