import type { ResultBatch } from '../../../engine.js';
import type { FieldDescription, Format, RowBatch, TakeBytes } from '../border.js';
import { SqlError } from '../sql-error.js';
import { type CellEncoder, cellEncoder } from './cells/cell-encoder.js';
import type { OutputSettings } from './output-settings.js';
import { type ColumnEncoder, putLength } from './vectors/column-encoder.js';
import { columnFor } from './vectors/column-for.js';
import { ColumnScratch } from './vectors/column-scratch.js';
import { RenderedColumn } from './vectors/rendered-column.js';

const DATA_ROW = 0x44;
/** Type, length and number of columns. */
const HEADER_BYTES = 7;
/** Sizes and places are numbers of 32 bits. */
const MAX_SLICE_BYTES = 2 ** 30;

/**
 * One format a column from what Bind gave: none (all text), one (for all), or one a column.
 * @throws SqlError 08P01 for another number of them
 */
export function columnFormats(given: readonly Format[], columns: number): readonly Format[] {
  if (given.length <= 1) return new Array<Format>(columns).fill(given[0] ?? 0);
  if (given.length === columns) return given;
  throw new SqlError(
    '08P01',
    `bind message has ${given.length} result formats but query has ${columns} column${columns === 1 ? '' : 's'}`,
  );
}

/** Encodes the rows of one result as DataRow messages. */
export class RowEncoder {
  readonly #fields: readonly FieldDescription[];
  readonly #formats: readonly Format[];
  readonly #settings: OutputSettings;
  readonly #cells: readonly CellEncoder[];
  readonly #scratches: readonly ColumnScratch[];
  /** First the sizes of rows, then their places. */
  #places = new Int32Array(0);
  #bytes = 0;

  /** @throws SqlError 0A000 for a type the door cannot send, 08P01 for a wrong number of formats */
  constructor(fields: readonly FieldDescription[], resultFormats: readonly Format[], settings: OutputSettings) {
    this.#fields = fields;
    this.#formats = columnFormats(resultFormats, fields.length);
    this.#settings = settings;
    this.#cells = fields.map((field, index) =>
      cellEncoder(field.typeOid, field.typeModifier, this.#formats[index] ?? 0, settings),
    );
    this.#scratches = fields.map(() => new ColumnScratch());
  }

  /** A batch of the source as one of the door. */
  batch(batch: ResultBatch): RowBatch {
    return new EncodedBatch(this, batch.rowCount, this.#columns(batch));
  }

  /** DataRow messages of the rows from `start` up to, not with, `end`, in bytes of `take`. */
  encode(columns: readonly ColumnEncoder[], start: number, end: number, take: TakeBytes): Buffer {
    const places = this.#layOut(columns, start, end);
    const bytes = take(this.#bytes);
    for (let index = 0; index < end - start; index++) {
      const at = places[index] ?? 0;
      bytes[at] = DATA_ROW;
      putLength(bytes, at + 1, ((index + 1 < end - start ? places[index + 1] : this.#bytes) ?? 0) - at - 1);
      bytes[at + 5] = columns.length >>> 8;
      bytes[at + 6] = columns.length;
      places[index] = at + HEADER_BYTES;
    }
    for (const column of columns) column.write(start, end, bytes, places);
    if (end > start && places[end - start - 1] !== this.#bytes) throw new Error('a row is not as long as was measured');
    return bytes;
  }

  /** Where each row begins. What all take together is `#bytes` then. */
  #layOut(columns: readonly ColumnEncoder[], start: number, end: number): Int32Array {
    const rowCount = end - start;
    if (this.#places.length < rowCount) this.#places = new Int32Array(rowCount);
    const places = this.#places;
    places.fill(HEADER_BYTES, 0, rowCount);
    for (const column of columns) column.measure(start, end, places);
    let at = 0;
    for (let index = 0; index < rowCount; index++) {
      const size = places[index] ?? 0;
      places[index] = at;
      at += size;
    }
    if (at > MAX_SLICE_BYTES) throw new SqlError('54000', `${rowCount} rows of ${at} bytes are too large`);
    this.#bytes = at;
    return places;
  }

  #columns(batch: ResultBatch): readonly ColumnEncoder[] {
    return this.#fields.map((field, index) => this.#column(batch, field, index));
  }

  #column({ rowCount, columns, vectors }: ResultBatch, field: FieldDescription, index: number): ColumnEncoder {
    const scratch = this.#scratches[index] ?? new ColumnScratch();
    const vector = vectors?.[index];
    const wanted = { field, format: this.#formats[index] ?? 0, settings: this.#settings, rowCount, scratch };
    const column = vector === undefined ? undefined : columnFor(vector, wanted);
    if (column !== undefined) return column;
    const cell = this.#cells[index];
    const values = columns[index] ?? [];
    const isNull = (row: number): boolean => values[row] === null || values[row] === undefined;
    return new RenderedColumn(isNull, (row, out) => cell?.(values[row], out), scratch);
  }
}

/** A batch of a source, encoded as it is asked for. */
export class EncodedBatch implements RowBatch {
  constructor(
    private readonly encoder: RowEncoder,
    readonly rowCount: number,
    private readonly columns: readonly ColumnEncoder[],
  ) {}

  encode(start: number, end: number, take: TakeBytes = Buffer.allocUnsafeSlow): Buffer {
    return this.encoder.encode(this.columns, start, end, take);
  }
}
