import { isValid } from '../../../../lib/is-valid.js';
import { type ColumnEncoder, LENGTH_BYTES, NULL_LENGTH, putLength } from './column-encoder.js';

/** A copy by native code pays from so many bytes on. */
const LONG_BYTES = 48;

/** Values that go out as the source has them. */
export class BytesColumn implements ColumnEncoder {
  constructor(
    private readonly source: Buffer,
    private readonly offsets: Uint32Array,
    private readonly validity: Uint8Array | undefined,
  ) {}

  measure(start: number, end: number, sizes: Int32Array): void {
    const { offsets } = this;
    for (let row = start; row < end; row++) {
      const length = (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
      sizes[row - start] = (sizes[row - start] ?? 0) + LENGTH_BYTES + length;
    }
  }

  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void {
    const { source, offsets, validity } = this;
    for (let row = start; row < end; row++) {
      let from = offsets[row] ?? 0;
      const to = offsets[row + 1] ?? 0;
      let at = putLength(bytes, places[row - start] ?? 0, isValid(validity, row) ? to - from : NULL_LENGTH);
      if (to - from > LONG_BYTES) {
        source.copy(bytes, at, from, to);
        at += to - from;
      } else {
        while (from < to) bytes[at++] = source[from++] ?? 0;
      }
      places[row - start] = at;
    }
  }
}
