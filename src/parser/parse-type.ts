import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../query/types.js';

const NAMED: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ['boolean', BOOLEAN],
  ['tinyint', { kind: 'integer', bits: 8 }],
  ['byte', { kind: 'integer', bits: 8 }],
  ['smallint', { kind: 'integer', bits: 16 }],
  ['short', { kind: 'integer', bits: 16 }],
  ['int', INT32],
  ['integer', INT32],
  ['bigint', INT64],
  ['long', INT64],
  ['float', { kind: 'float', bits: 32 }],
  ['real', { kind: 'float', bits: 32 }],
  ['double', FLOAT64],
  ['string', STRING],
  ['binary', BINARY],
  ['date', DATE],
  ['time', TIME],
  ['timestamp', TIMESTAMP],
  ['timestamp_ltz', TIMESTAMP],
  ['timestamp_ntz', TIMESTAMP_NTZ],
  ['decimal', decimalType(10, 0)],
  ['dec', decimalType(10, 0)],
  ['numeric', decimalType(10, 0)],
]);

/**
 * The IR type of a Unity Catalog `type_text` such as `decimal(10,2)`; undefined for what the IR has not (STRUCT,
 * ARRAY, MAP, VARIANT, INTERVAL, a collation other than the default). CHAR and VARCHAR read as STRING.
 */
export function parseType(text: string): DataType | undefined {
  const plain = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const named = NAMED.get(plain);
  if (named !== undefined) return named;
  const match = /^([a-z_]+) ?\( ?(\d{1,10}) ?(?:, ?(\d{1,10}) ?)?\)$/.exec(plain);
  if (match === null) return undefined;
  const [, name, first, second] = match;
  const size = Number(first);
  if (name === 'decimal' || name === 'dec' || name === 'numeric') {
    const scale = Number(second ?? 0);
    return size >= 1 && size <= 38 && scale <= size ? decimalType(size, scale) : undefined;
  }
  if (second !== undefined) return undefined;
  if ((name === 'varchar' || name === 'char' || name === 'character') && size >= 1) return STRING;
  return name === 'time' && size <= 6 ? TIME : undefined;
}
