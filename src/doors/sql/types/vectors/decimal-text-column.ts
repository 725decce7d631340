import { isValid } from '../../../../lib/is-valid.js';
import { type ColumnEncoder, LENGTH_BYTES, NULL_LENGTH, putLength } from './column-encoder.js';
import type { ColumnScratch } from './column-scratch.js';
import { countDigits, putDigits } from './digits.js';
import type { RowValues } from './row-values.js';

const DASH = 0x2d;
const POINT = 0x2e;

/** Whole numbers as text, which may have a point before their last `scale` digits. Each must be exact as a number. */
export class DecimalTextColumn implements ColumnEncoder {
  private readonly unit: number;

  /** @param scale at most 15 */
  constructor(
    private readonly values: RowValues,
    private readonly validity: Uint8Array | undefined,
    private readonly scale: number,
    private readonly scratch: ColumnScratch,
  ) {
    this.unit = 10 ** scale;
  }

  measure(start: number, end: number, sizes: Int32Array): void {
    const { validity, scale, unit } = this;
    const lengths = this.scratch.lengths(end - start);
    const values = this.values.load(start, end);
    const point = scale === 0 ? 0 : scale + 1;
    for (let row = start; row < end; row++) {
      let length = NULL_LENGTH;
      if (isValid(validity, row)) {
        const value = values[row - start] ?? 0;
        const magnitude = Math.abs(value);
        const whole = scale === 0 ? magnitude : Math.floor(magnitude / unit);
        length = countDigits(whole) + point + (value < 0 ? 1 : 0);
      }
      lengths[row - start] = length;
      sizes[row - start] = (sizes[row - start] ?? 0) + LENGTH_BYTES + Math.max(length, 0);
    }
  }

  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void {
    const { scale, unit } = this;
    const lengths = this.scratch.lengths(end - start);
    const values = this.values.loaded;
    for (let row = start; row < end; row++) {
      const length = lengths[row - start] ?? 0;
      let at = putLength(bytes, places[row - start] ?? 0, length);
      if (length < 0) {
        places[row - start] = at;
        continue;
      }
      const cellEnd = at + length;
      const value = values[row - start] ?? 0;
      const magnitude = Math.abs(value);
      if (value < 0) bytes[at++] = DASH;
      let whole = magnitude;
      let wholeEnd = cellEnd;
      if (scale > 0) {
        // Exact: a whole number below 2^53 divided by a power of ten is never rounded up to the next whole number.
        whole = Math.floor(magnitude / unit);
        wholeEnd = cellEnd - scale - 1;
        bytes[wholeEnd] = POINT;
        putDigits(bytes, cellEnd, magnitude - whole * unit, scale);
      }
      putDigits(bytes, wholeEnd, whole, wholeEnd - at);
      places[row - start] = cellEnd;
    }
  }
}
