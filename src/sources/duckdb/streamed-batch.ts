import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { DataType } from '../../query/types.js';
import type { ColumnVector } from '../column-vector.js';
import type { ResultBatch } from '../source.js';
import { vectorValues } from '../vector-values.js';
import { chunkVector } from './chunk-vector.js';
import { columnValues } from './column-values.js';

/** An array whose elements are made when they are first asked for. */
function lazyArray<T>(length: number, make: (index: number) => T): readonly T[] {
  const array = new Array<T>(length);
  for (let index = 0; index < length; index++) {
    Object.defineProperty(array, index, {
      enumerable: true,
      configurable: true,
      get(): T {
        const value = make(index);
        Object.defineProperty(array, index, { value, enumerable: true });
        return value;
      },
    });
  }
  return array;
}

/**
 * The rows of a chunk of a stream, copied from it. A column in the engine's form becomes JavaScript's values only if
 * somebody asks for those.
 */
export class StreamedBatch implements ResultBatch {
  readonly rowCount: number;
  readonly columns: readonly (readonly unknown[])[];
  readonly vectors: readonly (ColumnVector | undefined)[];

  constructor(chunk: DuckDBDataChunk, types: readonly DataType[]) {
    const { rowCount } = chunk;
    const columns = types.map((type, index) => chunkVector(chunk, index, type) ?? columnValues(chunk, index, type));
    this.rowCount = rowCount;
    this.vectors = columns.map((column) => ('kind' in column ? column : undefined));
    this.columns = lazyArray(columns.length, (index) => {
      const column = columns[index] ?? [];
      return 'kind' in column ? vectorValues(column, rowCount) : column;
    });
    // Frees the chunk's texts now. The garbage collector does not know how much memory it would get back by a chunk.
    chunk.reset();
  }
}
