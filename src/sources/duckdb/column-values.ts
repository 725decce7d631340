import {
  DuckDBBlobValue,
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { DataType } from '../../query/types.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoTimeOfMicros } from '../../sql/iso-time.js';
import { isoDate, isoTimestamp } from '../iso-moments.js';
import type { ResultBatch } from '../source.js';

function convert(value: DuckDBValue): unknown {
  if (value instanceof DuckDBTimestampValue) return isoTimestamp(value.micros, '');
  if (value instanceof DuckDBTimestampTZValue) return isoTimestamp(value.micros, 'Z');
  if (value instanceof DuckDBDateValue) return isoDate(value.days);
  if (value instanceof DuckDBDecimalValue) return decimalText(value.value, value.scale);
  if (value instanceof DuckDBTimeValue) return isoTimeOfMicros(value.micros);
  if (value instanceof DuckDBIntervalValue) return `${value.months} ${value.days} ${value.micros}`;
  if (value instanceof DuckDBListValue) return value.items.map(convert);
  if (value instanceof DuckDBUUIDValue) return value.toString();
  // The driver's bytes are a view of the chunk's memory, which the caller may outlive.
  if (value instanceof DuckDBBlobValue) return new Uint8Array(value.bytes);
  return value;
}

/** Types whose values the driver gives as the batch wants them: number, bigint, boolean, string. */
function isPlain(type: DataType): boolean {
  switch (type.kind) {
    case 'boolean':
    case 'integer':
    case 'float':
    case 'string':
    case 'json':
      return true;
    default:
      return false;
  }
}

/** A column of a chunk in the form of `source.ts`. */
export function columnValues(chunk: DuckDBDataChunk, index: number, type: DataType): readonly unknown[] {
  const values = chunk.getColumnValues(index);
  if (isPlain(type)) return values;
  // HUGEINT comes as a bigint under a DECIMAL type.
  if (type.kind === 'decimal') return values.map((value) => (typeof value === 'bigint' ? `${value}` : convert(value)));
  return values.map(convert);
}

/** A chunk (at most 2,048 rows) in the form of `source.ts`. */
export function resultBatch(chunk: DuckDBDataChunk, types: readonly DataType[]): ResultBatch {
  return { rowCount: chunk.rowCount, columns: types.map((type, index) => columnValues(chunk, index, type)) };
}
