import type { DuckDBDataChunk } from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import type { DataType } from '../../query/types.js';
import type { BytesVector, ColumnVector } from '../column-vector.js';
import { textBytes } from './text-bytes.js';

/** How the engine stores the values of a type; undefined where the driver's own reading is as good. */
type Storage = 'uint8' | 'int8' | 'int16' | 'int32' | 'int64' | 'float32' | 'float64' | 'bytes' | undefined;

function storageOf(type: DataType): Storage {
  switch (type.kind) {
    case 'boolean':
      return 'uint8';
    case 'integer':
      return `int${type.bits}`;
    case 'decimal':
      if (type.precision > 18) return undefined;
      return type.precision <= 4 ? 'int16' : type.precision <= 9 ? 'int32' : 'int64';
    case 'float':
      return type.bits === 32 ? 'float32' : 'float64';
    case 'date':
      return 'int32';
    case 'time':
    case 'timestamp':
      return 'int64';
    case 'string':
    case 'json':
    case 'binary':
      return 'bytes';
    case 'interval':
    case 'uuid':
    case 'array':
    case 'null':
      return undefined;
  }
}

const WIDTHS = { uint8: 1, int8: 1, int16: 2, int32: 4, int64: 8, float32: 4, float64: 8, bytes: 16 } as const;

function isAllValid(validity: Uint8Array, rowCount: number): boolean {
  for (let row = 0; row < rowCount; row += 8) {
    const expected = rowCount - row >= 8 ? 0xff : (1 << (rowCount - row)) - 1;
    if (((validity[row >> 3] ?? 0) & expected) !== expected) return false;
  }
  return true;
}

interface RawColumn {
  readonly data: Uint8Array;
  readonly validity: Uint8Array | undefined;
}

function readColumn(chunk: DuckDBDataChunk, index: number, width: number): RawColumn {
  const { rowCount } = chunk;
  const vector = bindings.data_chunk_get_vector(chunk.chunk, index);
  const bits: Uint8Array | null = bindings.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8);
  return {
    data: bindings.vector_get_data(vector, rowCount * width),
    validity: bits === null || isAllValid(bits, rowCount) ? undefined : bits,
  };
}

function bytesVector(chunk: DuckDBDataChunk, index: number, type: DataType): BytesVector {
  const { data, validity } = readColumn(chunk, index, WIDTHS.bytes);
  return { kind: 'bytes', type, validity, ...textBytes(data, validity, chunk.rowCount) };
}

/** A column of a chunk as the engine stores it; a copy, which the chunk need not outlive. */
export function chunkVector(chunk: DuckDBDataChunk, index: number, type: DataType): ColumnVector | undefined {
  const storage = storageOf(type);
  if (storage === undefined) return undefined;
  if (storage === 'bytes') return bytesVector(chunk, index, type);
  const { rowCount } = chunk;
  const { data, validity } = readColumn(chunk, index, WIDTHS[storage]);
  const { buffer, byteOffset } = data;
  switch (storage) {
    case 'uint8':
      return { kind: 'numbers', type, validity, values: data };
    case 'int8':
      return { kind: 'numbers', type, validity, values: new Int8Array(buffer, byteOffset, rowCount) };
    case 'int16':
      return { kind: 'numbers', type, validity, values: new Int16Array(buffer, byteOffset, rowCount) };
    case 'int32':
      return { kind: 'numbers', type, validity, values: new Int32Array(buffer, byteOffset, rowCount) };
    case 'float32':
      return { kind: 'numbers', type, validity, values: new Float32Array(buffer, byteOffset, rowCount) };
    case 'float64':
      return { kind: 'numbers', type, validity, values: new Float64Array(buffer, byteOffset, rowCount) };
    case 'int64':
      return { kind: 'longs', type, validity, words: new Int32Array(buffer, byteOffset, rowCount * 2) };
  }
}
