import { lazyColumns } from '../lazy-columns.js';
import type { ResultBatch, ResultField } from '../source.js';
import { vectorValues } from '../vector-values.js';
import { type BuiltColumn, type ColumnBuilder, columnBuilder } from './column-builder.js';

/** Rows of a batch: few at first, since most results are small and their first rows should not wait. */
const FIRST_ROWS = 32;
const MAX_ROWS = 2048;
const GROWTH = 8;

function batchOf(columns: readonly BuiltColumn[], rowCount: number): ResultBatch {
  return {
    rowCount,
    vectors: columns.map((column) => ('kind' in column ? column : undefined)),
    columns: lazyColumns(columns.length, (index) => {
      const column = columns[index] ?? [];
      return 'kind' in column ? vectorValues(column, rowCount) : column;
    }),
  };
}

/** Gathers DataRow messages into batches. */
export class BatchBuilder {
  rowCount = 0;
  private columns: readonly ColumnBuilder[] = [];
  private capacity: number;

  /** @param singleRow at most one row will come */
  constructor(
    private readonly fields: readonly ResultField[],
    singleRow: boolean,
  ) {
    this.capacity = singleRow ? 1 : FIRST_ROWS;
  }

  get isFull(): boolean {
    return this.rowCount === this.capacity;
  }

  /** @throws RangeError if the message does not hold the columns it should */
  add(bytes: Buffer, start: number, end: number): void {
    if (this.rowCount === 0) this.columns = this.fields.map(({ type }) => columnBuilder(type, this.capacity));
    const { columns, rowCount } = this;
    let at = start + 2;
    if (bytes.readInt16BE(start) !== columns.length) throw new RangeError('A row has another number of columns.');
    for (const column of columns) {
      const size = bytes.readInt32BE(at);
      at += 4;
      if (size < 0) column.addNull(rowCount);
      else {
        if (at + size > end) throw new RangeError('A value is longer than its row.');
        column.add(rowCount, bytes, at, at + size);
        at += size;
      }
    }
    this.rowCount += 1;
  }

  /** What was gathered since the last call. */
  take(): ResultBatch {
    const { rowCount } = this;
    const batch = batchOf(
      this.columns.map((column) => column.finish(rowCount)),
      rowCount,
    );
    this.rowCount = 0;
    if (this.capacity > 1) this.capacity = Math.min(MAX_ROWS, this.capacity * GROWTH);
    return batch;
  }
}
