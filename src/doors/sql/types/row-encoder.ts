import type { ResultBatch } from '../../../engine.js';
import { isValid } from '../../../lib/is-valid.js';
import type { FieldDescription, Format, RowBatch } from '../border.js';
import { SqlError } from '../sql-error.js';
import { ByteWriter } from './byte-writer.js';
import { type CellEncoder, cellEncoder } from './cells/cell-encoder.js';
import type { OutputSettings } from './output-settings.js';
import { CELL_BYTES, columnWriter, type RowWriter } from './vectors/column-writer.js';

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

/** A column of a batch, ready to be written. */
interface Column {
  readonly isNull: (row: number) => boolean;
  readonly write: RowWriter;
}

/** Encodes the rows of one result as DataRow messages. */
export class RowEncoder {
  readonly #fields: readonly FieldDescription[];
  readonly #formats: readonly Format[];
  readonly #settings: OutputSettings;
  readonly #cells: readonly CellEncoder[];
  /** What a row took on average so far, for the first size of a buffer. */
  #rowBytes: number;

  /** @throws SqlError 0A000 for a type the door cannot send, 08P01 for a wrong number of formats */
  constructor(fields: readonly FieldDescription[], resultFormats: readonly Format[], settings: OutputSettings) {
    this.#fields = fields;
    this.#formats = columnFormats(resultFormats, fields.length);
    this.#settings = settings;
    this.#cells = fields.map((field, index) =>
      cellEncoder(field.typeOid, field.typeModifier, this.#formats[index] ?? 0, settings),
    );
    this.#rowBytes = 7 + fields.length * (4 + FIRST_GUESS_BYTES_A_CELL);
  }

  /** A batch of the source as one of the door. */
  batch(batch: ResultBatch): RowBatch {
    return new EncodedBatch(this, batch.rowCount, this.#columns(batch));
  }

  /** DataRow messages of the rows from `start` up to, not with, `end`. The Buffer is the caller's. */
  encode(columns: readonly Column[], start: number, end: number): Buffer {
    const out = new ByteWriter(Math.ceil((end - start) * this.#rowBytes * 1.1) + 64);
    const room = 7 + columns.length * CELL_BYTES;
    for (let row = start; row < end; row++) {
      out.reserve(room);
      const message = out.position;
      out.bytes[message] = DATA_ROW;
      out.position = message + 5;
      out.int16(columns.length);
      for (const { isNull, write } of columns) {
        if (isNull(row)) {
          out.int32(NULL_LENGTH);
          continue;
        }
        const length = out.position;
        out.int32(0);
        write(row, out);
        out.setInt32(length, out.position - length - 4);
      }
      out.setInt32(message + 1, out.position - message - 1);
    }
    if (end > start) this.#rowBytes = out.position / (end - start);
    return out.written;
  }

  #columns(batch: ResultBatch): readonly Column[] {
    return this.#fields.map((field, index) => this.#column(batch, field, index));
  }

  #column(batch: ResultBatch, field: FieldDescription, index: number): Column {
    const { columns, vectors } = batch;
    const cell = this.#cells[index];
    const slow: RowWriter = (row, out) => cell?.(columns[index]?.[row], out);
    const vector = vectors?.[index];
    const write =
      vector === undefined ? undefined : columnWriter(vector, field, this.#formats[index] ?? 0, this.#settings, slow);
    if (vector === undefined || write === undefined) {
      const values = columns[index] ?? [];
      return {
        isNull: (row) => values[row] === null || values[row] === undefined,
        write: (row, out) => cell?.(values[row], out),
      };
    }
    const { validity } = vector;
    return { isNull: validity === undefined ? () => false : (row) => !isValid(validity, row), write };
  }
}

/** A batch of a source, encoded as it is asked for. */
export class EncodedBatch implements RowBatch {
  constructor(
    private readonly encoder: RowEncoder,
    readonly rowCount: number,
    private readonly columns: readonly Column[],
  ) {}

  encode(start: number, end: number): Buffer {
    return this.encoder.encode(this.columns, start, end);
  }
}
