import { isValid } from '../lib/is-valid.js';
import { decimalText } from '../sql/decimal-text.js';
import { isoTimeOfMicros } from '../sql/iso-time.js';
import type { ColumnVector } from './column-vector.js';
import { isoDate, isoTimestamp } from './iso-moments.js';

function numberReader({ type, values }: Extract<ColumnVector, { kind: 'numbers' }>): (row: number) => unknown {
  switch (type.kind) {
    case 'boolean':
      return (row) => values[row] !== 0;
    case 'date':
      return (row) => isoDate(values[row] ?? 0);
    case 'decimal':
      return (row) => decimalText(BigInt(values[row] ?? 0), type.scale);
    default:
      return (row) => values[row];
  }
}

function longReader({ type, words }: Extract<ColumnVector, { kind: 'longs' }>): (row: number) => unknown {
  const longs = new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);
  switch (type.kind) {
    case 'decimal':
      return (row) => decimalText(longs[row] ?? 0n, type.scale);
    case 'time':
      return (row) => isoTimeOfMicros(longs[row] ?? 0n);
    case 'timestamp':
      return (row) => isoTimestamp(longs[row] ?? 0n, type.zoned ? 'Z' : '');
    default:
      return (row) => longs[row];
  }
}

function bytesReader({ type, bytes, offsets }: Extract<ColumnVector, { kind: 'bytes' }>): (row: number) => unknown {
  if (type.kind === 'binary') return (row) => new Uint8Array(bytes.subarray(offsets[row], offsets[row + 1]));
  return (row) => bytes.toString('utf8', offsets[row], offsets[row + 1]);
}

function reader(vector: ColumnVector): (row: number) => unknown {
  switch (vector.kind) {
    case 'numbers':
      return numberReader(vector);
    case 'longs':
      return longReader(vector);
    case 'bytes':
      return bytesReader(vector);
  }
}

/** The values of a column in the form of `source.ts`. */
export function vectorValues(vector: ColumnVector, rowCount: number): readonly unknown[] {
  const read = reader(vector);
  return Array.from({ length: rowCount }, (_, row) => (isValid(vector.validity, row) ? read(row) : null));
}
