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
} from '../../query/types.js';
import type { WireFormat } from './frontend-messages.js';

const INT16: DataType = Object.freeze({ kind: 'integer', bits: 16 });
const FLOAT32: DataType = Object.freeze({ kind: 'float', bits: 32 });
/** A numeric that declares no digits. */
const ANY_NUMERIC = decimalType(38, 0);
const NUMERIC = 1700;
const NUMERIC_ARRAY = 1231;
/** A type modifier counts from here: the length of a header that PostgreSQL keeps in front of its values. */
const MODIFIER_BASE = 4;

/** By OID of `pg_type`, which are fixed for PostgreSQL's own types. */
const TYPES: ReadonlyMap<number, DataType> = new Map<number, DataType>([
  [16, BOOLEAN],
  [17, BINARY],
  [20, INT64],
  [21, INT16],
  [23, INT32],
  [25, STRING],
  [114, JSON_TYPE],
  [3802, JSON_TYPE],
  [700, FLOAT32],
  [701, FLOAT64],
  [1082, DATE],
  [1083, TIME],
  [1114, TIMESTAMP_NTZ],
  [1184, TIMESTAMP],
  [1186, INTERVAL],
  [NUMERIC, ANY_NUMERIC],
  [2950, UUID],
]);

const ELEMENTS: ReadonlyMap<number, number> = new Map([
  [1000, 16],
  [1005, 21],
  [1007, 23],
  [1016, 20],
  [1009, 25],
  [1014, 25],
  [1015, 25],
  [1021, 700],
  [1022, 701],
  [1182, 1082],
  [1115, 1114],
  [1185, 1184],
  [NUMERIC_ARRAY, NUMERIC],
  [2951, 2950],
]);

/** Kinds whose binary form is read: it is quicker, and exact without a parser. */
const BINARY_KINDS: ReadonlySet<DataType['kind']> = new Set([
  'boolean',
  'integer',
  'float',
  'binary',
  'date',
  'time',
  'timestamp',
  'interval',
]);

/** The IR's type of a column. Types that the IR lacks come as their text. */
export function fieldType(oid: number, modifier: number): DataType {
  if (oid === NUMERIC && modifier >= MODIFIER_BASE) {
    const digits = modifier - MODIFIER_BASE;
    return decimalType(digits >>> 16, digits & 0x7ff);
  }
  const element = ELEMENTS.get(oid);
  if (element !== undefined) return arrayType(fieldType(element, oid === NUMERIC_ARRAY ? modifier : -1));
  return TYPES.get(oid) ?? STRING;
}

/** In which form values of the type are asked for. */
export function fieldFormat(type: DataType): WireFormat {
  return BINARY_KINDS.has(type.kind) ? 1 : 0;
}
