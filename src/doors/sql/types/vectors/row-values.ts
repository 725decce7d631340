import type { LongVector, NumberVector } from '../../../../engine.js';
import { isValid } from '../../../../lib/is-valid.js';
import type { ColumnScratch } from './column-scratch.js';
import { longAt } from './long-at.js';

/** The numbers of a column, each exact. Those of NULLs mean nothing. */
export class RowValues {
  constructor(
    private readonly vector: NumberVector | LongVector,
    private readonly scratch: ColumnScratch,
  ) {}

  /** The rows from `start` up to, not with, `end`; good until the next call. */
  load(start: number, end: number): Float64Array {
    const loaded = this.scratch.values(end - start);
    if (this.vector.kind === 'longs') {
      const { words } = this.vector;
      for (let row = start; row < end; row++) loaded[row - start] = longAt(words, row);
    } else {
      const { values } = this.vector;
      for (let row = start; row < end; row++) loaded[row - start] = values[row] ?? 0;
    }
    return loaded;
  }

  /** What `load` gave last. */
  get loaded(): Float64Array {
    return this.scratch.values(0);
  }
}

/** Whether every value lies from `least` to `most`, and is exact as a number. */
export function areWithin(vector: NumberVector | LongVector, rowCount: number, least: number, most: number): boolean {
  const { validity } = vector;
  for (let row = 0; row < rowCount; row++) {
    if (!isValid(validity, row)) continue;
    const value = vector.kind === 'longs' ? longAt(vector.words, row) : (vector.values[row] ?? 0);
    if (!(value >= least && value <= most)) return false;
  }
  return true;
}
