import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { DataType } from '../../query/types.js';
import type { ColumnVector } from '../column-vector.js';
import { lazyColumns } from '../lazy-columns.js';
import type { ResultBatch } from '../source.js';
import { vectorValues } from '../vector-values.js';
import { chunkVector } from './chunk-vector.js';
import { columnValues } from './column-values.js';

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
    this.columns = lazyColumns(columns.length, (index) => {
      const column = columns[index] ?? [];
      return 'kind' in column ? vectorValues(column, rowCount) : column;
    });
    // Frees the chunk's texts now. The garbage collector does not know how much memory it would get back by a chunk.
    chunk.reset();
  }
}
