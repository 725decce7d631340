import { DuckDBDataChunk, type DuckDBType } from '@duckdb/node-api';
import bindings, { type Vector } from '@duckdb/node-bindings';
import { isValid } from '../../../lib/is-valid.js';
import type { DataType } from '../../../query/types.js';
import { sameType } from '../../../query/types.js';
import type { ColumnVector } from '../../column-vector.js';
import type { ResultBatch, ResultField } from '../../source.js';
import { vectorValues } from '../../vector-values.js';
import { driverValue } from './driver-value.js';

/** The engine reads validity in words of 64 rows. */
const VALIDITY_WORD = 8;

/** Rows of a chunk of the engine. */
export const CHUNK_ROWS = 2048;

interface Slice {
  readonly start: number;
  readonly count: number;
}

function copyValidity(vector: Vector, validity: Uint8Array | undefined, { start, count }: Slice): void {
  if (validity === undefined) return;
  const bits = new Uint8Array(Math.ceil(count / 64) * VALIDITY_WORD).fill(0xff);
  for (let row = 0; row < count; row += 1) {
    if (!isValid(validity, start + row)) bits[row >> 3] = (bits[row >> 3] ?? 0) & ~(1 << (row & 7));
  }
  bindings.vector_ensure_validity_writable(vector);
  bindings.copy_data_to_vector_validity(vector, 0, bits.buffer, 0, bits.byteLength);
}

/** Whether the column's bytes are what the engine holds for the type. */
function isStoredAlike(vector: ColumnVector, type: DataType): boolean {
  if (vector.kind === 'bytes')
    return type.kind === vector.type.kind || (type.kind === 'json' && vector.type.kind === 'string');
  return type.kind !== 'decimal' && sameType(vector.type, type);
}

function copyVector(target: Vector, vector: ColumnVector, slice: Slice): void {
  const { start, count } = slice;
  switch (vector.kind) {
    case 'numbers': {
      const part = vector.values.subarray(start, start + count);
      bindings.copy_data_to_vector(target, 0, part.buffer as ArrayBuffer, part.byteOffset, part.byteLength);
      break;
    }
    case 'longs': {
      const part = vector.words.subarray(start * 2, (start + count) * 2);
      bindings.copy_data_to_vector(target, 0, part.buffer as ArrayBuffer, part.byteOffset, part.byteLength);
      break;
    }
    case 'bytes': {
      const { offsets, bytes, validity } = vector;
      for (let row = 0; row < count; row += 1) {
        if (!isValid(validity, start + row)) continue;
        const value = bytes.subarray(offsets[start + row], offsets[start + row + 1]);
        bindings.vector_assign_string_element_len(target, row, value);
      }
    }
  }
  copyValidity(target, vector.validity, slice);
}

/** Chunks of the engine with the rows of a batch, `types` being those of the table that they are for. */
export function* chunksOf(
  batch: ResultBatch,
  fields: readonly ResultField[],
  types: readonly DuckDBType[],
): Generator<DuckDBDataChunk> {
  for (let start = 0; start < batch.rowCount; start += CHUNK_ROWS) {
    const slice = { start, count: Math.min(CHUNK_ROWS, batch.rowCount - start) };
    const chunk = DuckDBDataChunk.create([...types], slice.count);
    fields.forEach(({ type }, index) => {
      const vector = batch.vectors?.[index];
      if (vector !== undefined && isStoredAlike(vector, type)) {
        copyVector(bindings.data_chunk_get_vector(chunk.chunk, index), vector, slice);
        return;
      }
      const column = batch.columns[index] ?? (vector === undefined ? [] : vectorValues(vector, batch.rowCount));
      const values = Array.from({ length: slice.count }, (_, row) => driverValue(column[start + row], type));
      chunk.setColumnValues(index, values);
    });
    yield chunk;
  }
}
