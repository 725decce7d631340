import type { ColumnType, Value } from '../world/model.js';
import { dateText, decimalText, timestampText } from '../world/values.js';

/** Postgres's name of a column's type. */
export function postgresType(type: ColumnType): string {
  switch (type.kind) {
    case 'int':
      return 'integer';
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    case 'double':
      return 'double precision';
    case 'string':
      return 'text';
    case 'timestamp':
      return type.zoned ? 'timestamptz' : 'timestamp';
    case 'boolean':
    case 'bigint':
    case 'date':
      return type.kind;
  }
}

/** A value as Postgres reads it from text; null is NULL. */
export function postgresText(value: Value, type: ColumnType): string | null {
  if (value === null) return null;
  switch (type.kind) {
    case 'decimal':
      return decimalText(BigInt(value), type.scale);
    case 'date':
      return dateText(BigInt(value));
    case 'timestamp':
      return `${timestampText(BigInt(value)).replace('T', ' ')}${type.zoned ? '+00' : ''}`;
    default:
      return String(value);
  }
}

/** A constant of SQL's text, with its type. */
export function postgresLiteral(text: string | null, type: string): string {
  return text === null ? `NULL::${type}` : `'${text.replaceAll("'", "''")}'::${type}`;
}

/** Types are one to the generator where SQL compares and joins their values as they are. */
export function typeKey(type: ColumnType): string {
  return postgresType(type);
}
