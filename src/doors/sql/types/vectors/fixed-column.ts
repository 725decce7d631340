import { isValid } from '../../../../lib/is-valid.js';
import { type ColumnEncoder, LENGTH_BYTES, NULL_LENGTH, putLength } from './column-encoder.js';

function addSizes(
  width: number,
  validity: Uint8Array | undefined,
  start: number,
  end: number,
  sizes: Int32Array,
): void {
  for (let row = start; row < end; row++) {
    sizes[row - start] = (sizes[row - start] ?? 0) + LENGTH_BYTES + (isValid(validity, row) ? width : 0);
  }
}

function putInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** Whole numbers of one, two or four bytes, in network byte order. */
export class WordColumn implements ColumnEncoder {
  /** @param plus added to each value */
  constructor(
    private readonly values: ArrayLike<number>,
    private readonly validity: Uint8Array | undefined,
    private readonly width: 1 | 2 | 4,
    private readonly plus: number,
  ) {}

  measure(start: number, end: number, sizes: Int32Array): void {
    addSizes(this.width, this.validity, start, end, sizes);
  }

  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void {
    const { values, validity, width, plus } = this;
    for (let row = start; row < end; row++) {
      const hasValue = isValid(validity, row);
      let at = putLength(bytes, places[row - start] ?? 0, hasValue ? width : NULL_LENGTH);
      if (hasValue) {
        const value = (values[row] ?? 0) + plus;
        for (let shift = width * 8 - 8; shift >= 0; shift -= 8) bytes[at++] = value >>> shift;
      }
      places[row - start] = at;
    }
  }
}

/** Values of eight bytes, two words a row with the low one first as the engine has them, in network byte order. */
export class LongColumn implements ColumnEncoder {
  private readonly minusLow: number;
  private readonly minusHigh: number;

  /** @param minus taken from each value as a 64-bit integer; a whole number of up to 2^53 */
  constructor(
    private readonly words: ArrayLike<number>,
    private readonly validity: Uint8Array | undefined,
    minus: number,
  ) {
    this.minusHigh = Math.floor(minus / 2 ** 32);
    this.minusLow = minus - this.minusHigh * 2 ** 32;
  }

  measure(start: number, end: number, sizes: Int32Array): void {
    addSizes(8, this.validity, start, end, sizes);
  }

  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void {
    const { words, validity, minusLow, minusHigh } = this;
    for (let row = start; row < end; row++) {
      const hasValue = isValid(validity, row);
      const at = putLength(bytes, places[row - start] ?? 0, hasValue ? 8 : NULL_LENGTH);
      places[row - start] = hasValue ? at + 8 : at;
      if (!hasValue) continue;
      const low = ((words[row * 2] ?? 0) >>> 0) - minusLow;
      putInt32(bytes, at, (words[row * 2 + 1] ?? 0) - minusHigh - (low < 0 ? 1 : 0));
      putInt32(bytes, at + 4, low);
    }
  }
}
