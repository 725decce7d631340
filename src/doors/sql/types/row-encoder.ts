import type { ResultBatch } from '../../../engine.js';
import type { FieldDescription, Format, RowBatch } from '../border.js';
import { SqlError } from '../sql-error.js';
import { ByteWriter } from './byte-writer.js';
import { type CellEncoder, cellEncoder } from './cells/cell-encoder.js';
import type { OutputSettings } from './output-settings.js';

const DATA_ROW = 0x44;
const NULL_LENGTH = -1;
const FIRST_GUESS_BYTES_A_CELL = 16;

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
  readonly #cells: readonly CellEncoder[];
  /** What a row took on average so far, for the first size of a buffer. */
  #rowBytes: number;

  /** @throws SqlError 0A000 for a type the door cannot send, 08P01 for a wrong number of formats */
  constructor(fields: readonly FieldDescription[], resultFormats: readonly Format[], settings: OutputSettings) {
    const formats = columnFormats(resultFormats, fields.length);
    this.#cells = fields.map((field, index) =>
      cellEncoder(field.typeOid, field.typeModifier, formats[index] ?? 0, settings),
    );
    this.#rowBytes = 7 + fields.length * (4 + FIRST_GUESS_BYTES_A_CELL);
  }

  /** A batch of the source as one of the door. */
  batch(batch: ResultBatch): RowBatch {
    return new EncodedBatch(this, batch);
  }

  /** DataRow messages of the rows from `start` up to, not with, `end`. The Buffer is the caller's. */
  encode(batch: ResultBatch, start: number, end: number): Buffer {
    const cells = this.#cells;
    const { columns } = batch;
    const out = new ByteWriter(Math.ceil((end - start) * this.#rowBytes * 1.1) + 64);
    for (let row = start; row < end; row++) {
      const message = out.position;
      out.reserve(7);
      out.bytes[message] = DATA_ROW;
      out.position = message + 5;
      out.int16(cells.length);
      for (let column = 0; column < cells.length; column++) {
        const value = columns[column]?.[row];
        const length = out.position;
        if (value === null || value === undefined) {
          out.int32(NULL_LENGTH);
          continue;
        }
        out.int32(0);
        cells[column]?.(value, out);
        out.setInt32(length, out.position - length - 4);
      }
      out.setInt32(message + 1, out.position - message - 1);
    }
    if (end > start) this.#rowBytes = out.position / (end - start);
    return out.written;
  }
}

/** A batch of a source, encoded as it is asked for. */
export class EncodedBatch implements RowBatch {
  readonly rowCount: number;

  constructor(
    readonly encoder: RowEncoder,
    readonly batch: ResultBatch,
  ) {
    this.rowCount = batch.rowCount;
  }

  encode(start: number, end: number): Buffer {
    return this.encoder.encode(this.batch, start, end);
  }
}
