import type { ColumnVector } from '../column-vector.js';
import type { ResultBatch } from '../source.js';
import type { ArrowColumn } from './arrow-column.js';

/** The first `rowCount` rows of some columns, whose values are made when somebody asks for them. */
export class ColumnBatch implements ResultBatch {
  readonly vectors: readonly (ColumnVector | undefined)[];
  private made: readonly (readonly unknown[])[] | undefined;

  constructor(
    readonly rowCount: number,
    private readonly source: readonly ArrowColumn[],
  ) {
    this.vectors = source.map(({ vector }) => vector);
  }

  get columns(): readonly (readonly unknown[])[] {
    this.made ??= this.source.map(({ values }) => {
      const all = values();
      return all.length === this.rowCount ? all : all.slice(0, this.rowCount);
    });
    return this.made;
  }
}
