import type { ScalarValue } from '../../../query/expression.js';
import { type DataType, decimalType, NULL_TYPE } from '../../../query/types.js';
import { SqlError } from '../sql-error.js';
import { dataTypeOf, MAX_DECIMAL_PRECISION } from '../types/data-type-of.js';
import { OID, PG_TYPES } from '../types/pg-types.js';
import { postgresDateText, postgresTimestampText, timeText } from './datum-times.js';
import { readNumeric } from './numeric-datum.js';

/** A constant as the IR carries it. */
export interface DatumValue {
  readonly value: ScalarValue;
  readonly type: DataType;
}

/** The IR's type of a NULL of this type; a numeric without bounds has none of its own. */
export function nullTypeOf(typeOid: number, typeModifier: number): DataType {
  const mapped = dataTypeOf(typeOid, typeModifier);
  if (mapped.kind === 'type') return mapped.type;
  if (mapped.kind === 'unbounded-numeric') return NULL_TYPE;
  throw unsupported(typeOid);
}

function unsupported(typeOid: number): SqlError {
  return new SqlError('0A000', `type ${PG_TYPES.get(typeOid)?.title ?? typeOid} is not supported`);
}

/** Bytes of a value of varying size, its length word (four bytes, or one that is odd) taken off. */
function varying(bytes: Buffer): Buffer {
  return bytes.subarray(((bytes[0] ?? 0) & 1) === 1 ? 1 : 4);
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

function numeric(bytes: Buffer): DatumValue {
  const read = readNumeric(varying(bytes));
  if (read === undefined) throw new SqlError('0A000', 'numeric NaN and infinity are not supported');
  if (read.precision > MAX_DECIMAL_PRECISION) {
    throw new SqlError('0A000', `a numeric of more than ${MAX_DECIMAL_PRECISION} digits is not supported`);
  }
  return { value: read.text, type: decimalType(read.precision, read.scale) };
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}

function scalar(bytes: Buffer, typeOid: number): ScalarValue {
  switch (typeOid) {
    case OID.bool:
      return bytes[0] !== 0;
    case OID.int2:
      return BigInt(bytes.readInt16LE(0));
    case OID.int4:
      return BigInt(bytes.readInt32LE(0));
    case OID.int8:
      return bytes.readBigInt64LE(0);
    case OID.oid:
      return BigInt(bytes.readUInt32LE(0));
    case OID.float4:
      return bytes.readFloatLE(0);
    case OID.float8:
      return bytes.readDoubleLE(0);
    case OID.text:
    case OID.varchar:
    case OID.bpchar:
    case OID.json:
      return varying(bytes).toString('utf8');
    case OID.name:
    case OID.unknown:
      return untilNul(bytes);
    case OID.char:
      return untilNul(bytes.subarray(0, 1));
    case OID.bytea:
      return new Uint8Array(varying(bytes));
    case OID.date:
      return postgresDateText(bytes.readInt32LE(0));
    case OID.time:
      return timeText(bytes.readBigInt64LE(0));
    case OID.timestamp:
    case OID.timestamptz:
      return postgresTimestampText(bytes.readBigInt64LE(0));
    case OID.interval:
      return `${bytes.readInt32LE(12)} ${bytes.readInt32LE(8)} ${bytes.readBigInt64LE(0)}`;
    case OID.uuid:
      return uuidText(bytes);
    default:
      throw unsupported(typeOid);
  }
}

/**
 * Reads a constant that is no array as it lies in Postgres's memory. A numeric gets the type of its own digits.
 * @throws SqlError 0A000 for types and values the IR cannot hold
 */
export function readDatum(bytes: Buffer, typeOid: number): DatumValue {
  if (typeOid === OID.numeric) return numeric(bytes);
  return { value: scalar(bytes, typeOid), type: nullTypeOf(typeOid, -1) };
}

function alignment(typeOid: number): number {
  switch (typeOid) {
    case OID.bool:
    case OID.char:
    case OID.name:
    case OID.uuid:
      return 1;
    case OID.int2:
      return 2;
    case OID.int8:
    case OID.float8:
    case OID.time:
    case OID.timestamp:
    case OID.timestamptz:
    case OID.interval:
      return 8;
    default:
      return 4;
  }
}

/** Bytes of the element that begins at `at`; a length of one byte is never aligned. */
function elementSize(bytes: Buffer, at: number, typeOid: number): number {
  const size = PG_TYPES.get(typeOid)?.size ?? -1;
  if (size > 0) return size;
  const first = bytes[at] ?? 0;
  return (first & 1) === 1 ? first >> 1 : bytes.readUInt32LE(at) >>> 2;
}

/**
 * The elements of a constant array, null for NULL.
 * @throws SqlError 0A000 for an array of several dimensions
 */
export function readArrayDatum(datum: Buffer): readonly (DatumValue | null)[] {
  const [dimensions, dataOffset, typeOid] = [datum.readInt32LE(4), datum.readInt32LE(8), datum.readUInt32LE(12)];
  if (dimensions === 0) return [];
  if (dimensions !== 1) throw new SqlError('0A000', 'arrays of several dimensions are not supported');
  const count = datum.readInt32LE(16);
  const bitmap = dataOffset === 0 ? undefined : datum.subarray(24);
  const unit = alignment(typeOid);
  const elements: (DatumValue | null)[] = [];
  let at = dataOffset === 0 ? 24 : dataOffset;
  for (let index = 0; index < count; index += 1) {
    if (bitmap !== undefined && ((bitmap[index >> 3] ?? 0) & (1 << (index & 7))) === 0) {
      elements.push(null);
      continue;
    }
    const isShort = PG_TYPES.get(typeOid)?.size === -1 && ((datum[at] ?? 0) & 1) === 1;
    if (!isShort) at = Math.ceil(at / unit) * unit;
    const size = elementSize(datum, at, typeOid);
    elements.push(readDatum(datum.subarray(at, at + size), typeOid));
    at += size;
  }
  return elements;
}
