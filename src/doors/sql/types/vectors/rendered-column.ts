import type { ByteWriter } from '../byte-writer.js';
import { type ColumnEncoder, LENGTH_BYTES, NULL_LENGTH, putLength } from './column-encoder.js';
import type { ColumnScratch } from './column-scratch.js';

/** Writes the value of a row, which is not NULL, without its length. */
export type CellWriter = (row: number, out: ByteWriter) => void;

/** A copy by native code pays from so many bytes on. */
const LONG_BYTES = 48;

/** A column of any type: its cells are made on being measured, and copied to their places. */
export class RenderedColumn implements ColumnEncoder {
  constructor(
    private readonly isNull: (row: number) => boolean,
    private readonly writeCell: CellWriter,
    private readonly scratch: ColumnScratch,
  ) {}

  measure(start: number, end: number, sizes: Int32Array): void {
    const { isNull, writeCell } = this;
    const { cells: out } = this.scratch;
    const lengths = this.scratch.lengths(end - start);
    out.position = 0;
    for (let row = start; row < end; row++) {
      let length = NULL_LENGTH;
      if (!isNull(row)) {
        const from = out.position;
        writeCell(row, out);
        length = out.position - from;
      }
      lengths[row - start] = length;
      sizes[row - start] = (sizes[row - start] ?? 0) + LENGTH_BYTES + Math.max(length, 0);
    }
  }

  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void {
    const source = this.scratch.cells.bytes;
    const lengths = this.scratch.lengths(end - start);
    let from = 0;
    for (let index = 0; index < end - start; index++) {
      const length = lengths[index] ?? 0;
      let at = putLength(bytes, places[index] ?? 0, length);
      if (length > LONG_BYTES) {
        source.copy(bytes, at, from, from + length);
        from += length;
        at += length;
      } else {
        for (let left = length; left > 0; left--) bytes[at++] = source[from++] ?? 0;
      }
      places[index] = at;
    }
  }
}
