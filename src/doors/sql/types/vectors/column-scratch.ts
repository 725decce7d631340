import { ByteWriter } from '../byte-writer.js';

const FIRST_BYTES = 16 * 1024;

/** Room that the encoder of a column works in, kept from one batch to the next: memory made anew is what costs. */
export class ColumnScratch {
  /** Cells on their way to their places. */
  readonly cells = new ByteWriter(FIRST_BYTES);
  #lengths = new Int32Array(0);
  #values = new Float64Array(0);

  /** A whole number a row; what is in it is left over. */
  lengths(rowCount: number): Int32Array {
    if (this.#lengths.length < rowCount) this.#lengths = new Int32Array(rowCount);
    return this.#lengths;
  }

  /** A number a row; what is in it is left over. */
  values(rowCount: number): Float64Array {
    if (this.#values.length < rowCount) this.#values = new Float64Array(rowCount);
    return this.#values;
  }
}
