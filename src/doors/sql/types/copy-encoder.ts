import type { ResultBatch } from '../../../engine.js';
import type { Execution, FieldDescription, Format, RowBatch } from '../border.js';
import { SqlError } from '../sql-error.js';
import { ByteWriter } from './byte-writer.js';
import { type CellEncoder, cellEncoder } from './cells/cell-encoder.js';
import { type CopyCellFormat, csvCellFormat, finishCopyCell, textCellFormat } from './copy-line.js';
import { type CheckedCopyOptions, type CopyOptions, checkCopyOptions } from './copy-options.js';
import type { OutputSettings } from './output-settings.js';

const COPY_DATA = 0x64;
const NULL_LENGTH = -1;
const LINE_FEED = 0x0a;
/** Signature, no flags, no extension of the header. */
const BINARY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const BINARY_TRAILER = Buffer.from([0xff, 0xff]);
const NOTHING = Buffer.alloc(0);

/** One CopyData message that is no row, but travels like one. */
function extraChunk(body: Buffer): RowBatch {
  const out = new ByteWriter(body.length + 5);
  out.uint8(COPY_DATA);
  out.int32(body.length + 4);
  out.raw(body);
  const { written } = out;
  return { rowCount: 1, encode: (start, end) => (end > start ? written : Buffer.alloc(0)) };
}

/**
 * Encodes the rows of one result as CopyData messages, cut as Postgres cuts them: one a row; a line of column names and
 * the binary trailer alone; the binary header in front of the first row, because readers look for a row behind it.
 */
export class CopyEncoder {
  /** CopyOutResponse's format, overall and of each column. */
  readonly format: Format;
  readonly #options: CheckedCopyOptions;
  readonly #cells: readonly CellEncoder[];
  readonly #formats: readonly CopyCellFormat[];
  readonly #names: readonly string[];

  /** @throws SqlError as `checkCopyOptions` and `cellEncoder` do; 42703 for a FORCE_QUOTE of no column */
  constructor(options: CopyOptions, fields: readonly FieldDescription[], settings: OutputSettings) {
    const checked = checkCopyOptions(options);
    const format = checked.format === 'binary' ? 1 : 0;
    const { forceQuote } = checked;
    this.format = format;
    this.#options = checked;
    this.#names = fields.map(({ name }) => name);
    this.#cells = fields.map((field) => cellEncoder(field.typeOid, field.typeModifier, format, settings));
    if (forceQuote !== '*') {
      const unknown = forceQuote.find((name) => !this.#names.includes(name));
      if (unknown !== undefined) throw new SqlError('42703', `column "${unknown}" does not exist`);
    }
    this.#formats = fields.map(({ name }) => this.#cellFormat(forceQuote === '*' || forceQuote.includes(name)));
  }

  /** The whole of COPY. What is sent besides the rows counts as a row each on its way, but not in the tag. */
  execution(batches: AsyncIterable<ResultBatch>): Execution {
    let extra = 0;
    const chunk = (body: Buffer): RowBatch => {
      extra++;
      return extraChunk(body);
    };
    const all = async function* (self: CopyEncoder): AsyncGenerator<RowBatch> {
      const isBinary = self.format === 1;
      if (self.#options.header) yield chunk(self.#headerLine());
      let header = isBinary ? BINARY_HEADER : NOTHING;
      for await (const batch of batches) {
        if (batch.rowCount === 0) continue;
        yield self.#batch(batch, header);
        header = NOTHING;
      }
      if (isBinary) yield chunk(Buffer.concat([header, BINARY_TRAILER]));
    };
    return { batches: all(this), tag: (rowCount) => `COPY ${Math.max(rowCount - extra, 0)}` };
  }

  #headerLine(): Buffer {
    const format = this.#cellFormat(false);
    const out = new ByteWriter();
    this.#names.forEach((name, index) => {
      if (index > 0) out.text(this.#options.delimiter);
      const start = out.position;
      out.text(name);
      finishCopyCell(format, start, out);
    });
    out.uint8(LINE_FEED);
    return out.written;
  }

  #cellFormat(isForced: boolean): CopyCellFormat {
    const { format, delimiter } = this.#options;
    if (format === 'csv') return csvCellFormat(this.#options, isForced, this.#names.length === 1);
    return textCellFormat(delimiter);
  }

  #batch(batch: ResultBatch, header: Buffer): RowBatch {
    return { rowCount: batch.rowCount, encode: (start, end) => this.#encode(batch, start, end, header) };
  }

  /** @param header what stands before the first row, in its message */
  #encode(batch: ResultBatch, start: number, end: number, header: Buffer): Buffer {
    const out = new ByteWriter((end - start) * 64 + 64);
    for (let row = start; row < end; row++) {
      const message = out.position;
      out.uint8(COPY_DATA);
      out.int32(0);
      if (row === 0) out.raw(header);
      if (this.format === 1) this.#binaryRow(batch, row, out);
      else this.#line(batch, row, out);
      out.setInt32(message + 1, out.position - message - 1);
    }
    return out.written;
  }

  #binaryRow({ columns }: ResultBatch, row: number, out: ByteWriter): void {
    out.int16(this.#cells.length);
    this.#cells.forEach((encode, column) => {
      const value = columns[column]?.[row];
      const length = out.position;
      if (value === null || value === undefined) {
        out.int32(NULL_LENGTH);
        return;
      }
      out.int32(0);
      encode(value, out);
      out.setInt32(length, out.position - length - 4);
    });
  }

  #line({ columns }: ResultBatch, row: number, out: ByteWriter): void {
    this.#cells.forEach((encode, column) => {
      if (column > 0) out.text(this.#options.delimiter);
      const value = columns[column]?.[row];
      if (value === null || value === undefined) {
        out.text(this.#options.nullText);
        return;
      }
      const start = out.position;
      encode(value, out);
      const format = this.#formats[column];
      if (format !== undefined) finishCopyCell(format, start, out);
    });
    out.uint8(LINE_FEED);
  }
}
