import { isValid } from '../../../../lib/is-valid.js';
import { type ColumnEncoder, LENGTH_BYTES, NULL_LENGTH, putLength } from './column-encoder.js';
import type { ColumnScratch } from './column-scratch.js';
import type { RowValues } from './row-values.js';

const GROUP = 10_000;
const DIGITS_PER_GROUP = 4;
const HEADER_BYTES = 8;
const NEGATIVE = 0x4000;

/** What whole groups behind the point ask for: a number of `scale` places is this many times too small. */
function factorOf(scale: number): number {
  return 10 ** (Math.ceil(scale / DIGITS_PER_GROUP) * DIGITS_PER_GROUP - scale);
}

/** Numbers of `scale` places, taken without their point, are exact in NumericColumn up to this. */
export function maxNumeric(scale: number): number {
  return Math.floor(Number.MAX_SAFE_INTEGER / factorOf(scale));
}

function putInt16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** Decimals in numeric's binary form: groups of four digits around the point. No value may be beyond `maxNumeric`. */
export class NumericColumn implements ColumnEncoder {
  private readonly fractionGroups: number;
  private readonly factor: number;

  /** @param values without their point @param scale at most 15 */
  constructor(
    private readonly values: RowValues,
    private readonly validity: Uint8Array | undefined,
    private readonly scale: number,
    private readonly scratch: ColumnScratch,
  ) {
    this.fractionGroups = Math.ceil(scale / DIGITS_PER_GROUP);
    this.factor = factorOf(scale);
  }

  /** The lengths hold the groups of each number: those up to its first, those of zeros at its end left out. */
  measure(start: number, end: number, sizes: Int32Array): void {
    const { validity, factor } = this;
    const lengths = this.scratch.lengths(end - start);
    const values = this.values.load(start, end);
    for (let row = start; row < end; row++) {
      let length = NULL_LENGTH;
      if (isValid(validity, row)) {
        let rest = Math.abs(values[row - start] ?? 0) * factor;
        length = HEADER_BYTES;
        let isTail = true;
        while (rest > 0) {
          const higher = Math.floor(rest / GROUP);
          if (!isTail || rest !== higher * GROUP) {
            isTail = false;
            length += 2;
          }
          rest = higher;
        }
      }
      lengths[row - start] = length;
      sizes[row - start] = (sizes[row - start] ?? 0) + LENGTH_BYTES + Math.max(length, 0);
    }
  }

  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void {
    const { factor, fractionGroups, scale } = this;
    const lengths = this.scratch.lengths(end - start);
    const values = this.values.loaded;
    for (let row = start; row < end; row++) {
      const length = lengths[row - start] ?? 0;
      const at = putLength(bytes, places[row - start] ?? 0, length);
      places[row - start] = length < 0 ? at : at + length;
      if (length < 0) continue;
      const value = values[row - start] ?? 0;
      const groups = (length - HEADER_BYTES) >> 1;
      let rest = Math.abs(value) * factor;
      let weight = -fractionGroups - 1;
      let place = at + length;
      while (rest > 0) {
        const higher = Math.floor(rest / GROUP);
        const group = rest - higher * GROUP;
        if (place < at + length || group !== 0) {
          place -= 2;
          putInt16(bytes, place, group);
        }
        weight++;
        rest = higher;
      }
      putInt16(bytes, at, groups);
      putInt16(bytes, at + 2, groups === 0 ? 0 : weight);
      putInt16(bytes, at + 4, value < 0 ? NEGATIVE : 0);
      putInt16(bytes, at + 6, scale);
    }
  }
}
