import { type DataType as ArrowType, type Data, DateUnit } from 'apache-arrow';
import { isValid } from '../../lib/is-valid.js';
import type { DataType } from '../../query/types.js';
import { decimalText } from '../../sql/decimal-text.js';
import type { ColumnVector } from '../column-vector.js';
import { vectorValues } from '../vector-values.js';

/** A column of a batch: as a vector where the gateway has such a form of its type, and as values. */
export interface ArrowColumn {
  readonly vector: ColumnVector | undefined;
  readonly values: () => readonly unknown[];
}

/** Digits that a DECIMAL may have to fit 64 bits. */
const MAX_LONG_DIGITS = 18;
const MS_PER_DAY = 86_400_000n;

function validityOf(data: Data<ArrowType>): Uint8Array | undefined {
  return data.nullCount === 0 || data.nullBitmap.byteLength === 0 ? undefined : data.nullBitmap;
}

function bits(data: Data<ArrowType>): Uint8Array {
  const packed = data.values as Uint8Array;
  return Uint8Array.from({ length: data.length }, (_, row) => ((packed[row >> 3] ?? 0) >> (row & 7)) & 1);
}

/** Days from a column of days, or of milliseconds as some servers send dates. */
function dayCounts(data: Data<ArrowType>): Int32Array {
  const { unit } = data.type as unknown as { readonly unit: DateUnit };
  if (unit === DateUnit.DAY) return data.values as Int32Array;
  return Int32Array.from(data.values as BigInt64Array, (ms) => Number(ms / MS_PER_DAY));
}

function longWords(data: Data<ArrowType>): Int32Array {
  const { buffer, byteOffset, byteLength } = data.values as BigInt64Array;
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}

/** The low half of each 128-bit number. */
function lowWords(data: Data<ArrowType>): Int32Array {
  const all = data.values as Uint32Array;
  const words = new Int32Array(data.length * 2);
  for (let row = 0; row < data.length; row += 1) {
    words[row * 2] = all[row * 4] ?? 0;
    words[row * 2 + 1] = all[row * 4 + 1] ?? 0;
  }
  return words;
}

function wideDecimals(data: Data<ArrowType>, scale: number): readonly unknown[] {
  const words = data.values as Uint32Array;
  const validity = validityOf(data);
  const part = (index: number) => BigInt(words[index] ?? 0);
  return Array.from({ length: data.length }, (_, row) => {
    if (!isValid(validity, row)) return null;
    const at = row * 4;
    const unsigned = part(at) | (part(at + 1) << 32n) | (part(at + 2) << 64n) | (part(at + 3) << 96n);
    return decimalText(BigInt.asIntN(128, unsigned), scale);
  });
}

function lists(data: Data<ArrowType>, element: DataType): readonly unknown[] {
  const offsets = data.valueOffsets as Int32Array;
  const [child] = data.children;
  const items = child === undefined ? [] : arrowColumn(child, element).values();
  const validity = validityOf(data);
  return Array.from({ length: data.length }, (_, row) =>
    isValid(validity, row) ? items.slice(offsets[row], offsets[row + 1]) : null,
  );
}

function bytesVector(data: Data<ArrowType>, type: DataType): ColumnVector {
  const bytes = data.values as Uint8Array;
  const offsets = data.valueOffsets as Int32Array;
  return {
    kind: 'bytes',
    type,
    validity: validityOf(data),
    offsets: new Uint32Array(offsets.buffer, offsets.byteOffset, offsets.length),
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  };
}

function vectorOf(data: Data<ArrowType>, type: DataType): ColumnVector | undefined {
  const base = { type, validity: validityOf(data) };
  switch (type.kind) {
    case 'boolean':
      return { ...base, kind: 'numbers', values: bits(data) };
    case 'integer':
      if (type.bits === 64) return { ...base, kind: 'longs', words: longWords(data) };
      return { ...base, kind: 'numbers', values: data.values as Int8Array | Int16Array | Int32Array };
    case 'float':
      return { ...base, kind: 'numbers', values: data.values as Float32Array | Float64Array };
    case 'date':
      return { ...base, kind: 'numbers', values: dayCounts(data) };
    case 'timestamp':
      return { ...base, kind: 'longs', words: longWords(data) };
    case 'decimal':
      return type.precision <= MAX_LONG_DIGITS ? { ...base, kind: 'longs', words: lowWords(data) } : undefined;
    case 'string':
    case 'binary':
      return bytesVector(data, type);
    default:
      return undefined;
  }
}

/** @param data a column of a record batch as it was read from the wire: not a slice of another */
export function arrowColumn(data: Data<ArrowType>, type: DataType): ArrowColumn {
  const vector = vectorOf(data, type);
  if (vector !== undefined) return { vector, values: () => vectorValues(vector, data.length) };
  if (type.kind === 'array') return { vector, values: () => lists(data, type.element) };
  if (type.kind === 'decimal') return { vector, values: () => wideDecimals(data, type.scale) };
  return { vector, values: () => Array.from({ length: data.length }, () => null) };
}
