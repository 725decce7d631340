/**
 * The types of the IR. They are the SQL types the gateway understands, independent of any dialect;
 * `json` is a value that already is JSON text when it leaves the source.
 */
export type DataType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'string' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  /** `zoned`: an instant (Databricks TIMESTAMP); otherwise a wall-clock time (TIMESTAMP_NTZ). Microseconds. */
  | { readonly kind: 'timestamp'; readonly zoned: boolean }
  /** Months, days and microseconds, each on its own. */
  | { readonly kind: 'interval' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'array'; readonly element: DataType }
  | { readonly kind: 'json' }
  /** The type of a bare NULL; comparable with everything. */
  | { readonly kind: 'null' };

export type TypeKind = DataType['kind'];

export const BOOLEAN: DataType = Object.freeze({ kind: 'boolean' });
export const INT32: DataType = Object.freeze({ kind: 'integer', bits: 32 });
export const INT64: DataType = Object.freeze({ kind: 'integer', bits: 64 });
export const FLOAT64: DataType = Object.freeze({ kind: 'float', bits: 64 });
export const STRING: DataType = Object.freeze({ kind: 'string' });
export const BINARY: DataType = Object.freeze({ kind: 'binary' });
export const DATE: DataType = Object.freeze({ kind: 'date' });
export const TIME: DataType = Object.freeze({ kind: 'time' });
export const TIMESTAMP: DataType = Object.freeze({ kind: 'timestamp', zoned: true });
export const TIMESTAMP_NTZ: DataType = Object.freeze({ kind: 'timestamp', zoned: false });
export const INTERVAL: DataType = Object.freeze({ kind: 'interval' });
export const UUID: DataType = Object.freeze({ kind: 'uuid' });
export const JSON_TYPE: DataType = Object.freeze({ kind: 'json' });
export const NULL_TYPE: DataType = Object.freeze({ kind: 'null' });

export function decimalType(precision: number, scale: number): DataType {
  return Object.freeze({ kind: 'decimal', precision, scale });
}

export function arrayType(element: DataType): DataType {
  return Object.freeze({ kind: 'array', element });
}

/** Structural equality of types. */
export function sameType(a: DataType, b: DataType): boolean {
  return printType(a) === printType(b);
}

/** The type as Databricks SQL spells it; used in messages, plans and fingerprints. */
export function printType(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
      return 'BOOLEAN';
    case 'integer':
      return { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INT', 64: 'BIGINT' }[type.bits];
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'float':
      return type.bits === 32 ? 'FLOAT' : 'DOUBLE';
    case 'string':
      return 'STRING';
    case 'binary':
      return 'BINARY';
    case 'date':
      return 'DATE';
    case 'time':
      return 'TIME';
    case 'timestamp':
      return type.zoned ? 'TIMESTAMP' : 'TIMESTAMP_NTZ';
    case 'interval':
      return 'INTERVAL';
    case 'uuid':
      return 'UUID';
    case 'array':
      return `ARRAY<${printType(type.element)}>`;
    case 'json':
      return 'JSON';
    case 'null':
      return 'VOID';
  }
}

export function isNumeric(type: DataType): boolean {
  return type.kind === 'integer' || type.kind === 'decimal' || type.kind === 'float';
}

export function isTemporal(type: DataType): boolean {
  return type.kind === 'date' || type.kind === 'timestamp';
}
