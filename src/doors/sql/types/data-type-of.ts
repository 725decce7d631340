import {
  arrayType,
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  INTERVAL,
  JSON_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../query/types.js';
import { numericBounds, OID, PG_TYPES } from './pg-types.js';

/** What a type of Postgres is in the IR. */
export type MappedType =
  | { readonly kind: 'type'; readonly type: DataType }
  /** numeric without precision, or an array of it: the caller must choose a precision and scale. */
  | { readonly kind: 'unbounded-numeric'; readonly array: boolean }
  /** No type of the IR holds it: timetz, record, numeric of over 38 digits, and types the door does not know. */
  | { readonly kind: 'unmapped' };

const UNMAPPED: MappedType = Object.freeze({ kind: 'unmapped' });

const PLAIN: ReadonlyMap<number, DataType> = new Map([
  [OID.bool, BOOLEAN],
  [OID.bytea, BINARY],
  [OID.char, STRING],
  [OID.name, STRING],
  [OID.int8, INT64],
  [OID.int2, Object.freeze({ kind: 'integer', bits: 16 })],
  [OID.int4, INT32],
  [OID.text, STRING],
  [OID.oid, INT64],
  [OID.json, JSON_TYPE],
  [OID.jsonb, JSON_TYPE],
  [OID.float4, Object.freeze({ kind: 'float', bits: 32 })],
  [OID.float8, FLOAT64],
  [OID.unknown, STRING],
  [OID.bpchar, STRING],
  [OID.varchar, STRING],
  [OID.date, DATE],
  [OID.time, TIME],
  [OID.timestamp, TIMESTAMP_NTZ],
  [OID.timestamptz, TIMESTAMP],
  [OID.interval, INTERVAL],
  [OID.uuid, UUID],
]);

/** Digits a DECIMAL of the IR may have. */
export const MAX_DECIMAL_PRECISION = 38;

function mapNumeric(typeModifier: number): MappedType {
  const bounds = numericBounds(typeModifier);
  if (bounds === undefined) return { kind: 'unbounded-numeric', array: false };
  // numeric(3,-2) holds 12300, numeric(2,5) 0.00012: DECIMAL has neither, but a wider one holds the same values.
  const scale = Math.max(bounds.scale, 0);
  const precision = Math.max(bounds.precision - Math.min(bounds.scale, 0), scale);
  return precision > MAX_DECIMAL_PRECISION ? UNMAPPED : { kind: 'type', type: decimalType(precision, scale) };
}

/**
 * The IR's type of a type OID and modifier of Postgres. Lengths of `varchar(n)` and precisions of timestamps are not
 * the type's: they are lost. The IR has one array type a dimension, Postgres one for all: an array maps to one.
 */
export function dataTypeOf(typeOid: number, typeModifier: number): MappedType {
  if (typeOid === OID.numeric) return mapNumeric(typeModifier);
  const element = PG_TYPES.get(typeOid)?.elementOid ?? 0;
  if (element !== 0) {
    const mapped = dataTypeOf(element, typeModifier);
    if (mapped.kind === 'type') return { kind: 'type', type: arrayType(mapped.type) };
    return mapped.kind === 'unbounded-numeric' ? { kind: 'unbounded-numeric', array: true } : mapped;
  }
  const type = PLAIN.get(typeOid);
  return type === undefined ? UNMAPPED : { kind: 'type', type };
}
