import bindings from '@duckdb/node-bindings';
import { isValid } from '../../lib/is-valid.js';

/** A string of the engine: 4 bytes of length, then up to 12 bytes of text, or 4 bytes of it and a pointer to all. */
const ROW_BYTES = 16;
const WORDS = ROW_BYTES / 4;
const MAX_INLINE_BYTES = 12;
const TWO_TO_32 = 4_294_967_296;

export interface TextBytes {
  readonly offsets: Uint32Array;
  readonly bytes: Buffer;
}

/** Where the bytes of each row begin and, behind the last, end; a NULL has none. */
function offsetsOf(words: Uint32Array, validity: Uint8Array | undefined, rowCount: number): Uint32Array {
  const offsets = new Uint32Array(rowCount + 1);
  let end = 0;
  for (let row = 0; row < rowCount; row++) {
    if (isValid(validity, row)) end += words[row * WORDS] ?? 0;
    offsets[row + 1] = end;
  }
  return offsets;
}

function pointerAt(words: Uint32Array, row: number): number {
  return (words[row * WORDS + 3] ?? 0) * TWO_TO_32 + (words[row * WORDS + 2] ?? 0);
}

/** Long strings of rows in order that lie side by side in memory. */
class Run {
  #first = -1;
  #last = -1;
  #pointer = 0;
  #size = 0;

  constructor(
    private readonly data: Uint8Array,
    private readonly offsets: Uint32Array,
    private readonly bytes: Buffer,
  ) {}

  add(row: number, pointer: number, length: number): void {
    if (this.#size === 0 || pointer !== this.#pointer + this.#size) {
      this.read();
      this.#first = row;
      this.#pointer = pointer;
    }
    this.#size += length;
    this.#last = row;
  }

  /** Reads what was added since the last time. */
  read(): void {
    if (this.#size === 0) return;
    const { data, offsets, bytes } = this;
    const pointerAt = data.byteOffset + this.#first * ROW_BYTES + 8;
    const source = bindings.get_data_from_pointer(data.buffer as ArrayBuffer, pointerAt, this.#size);
    const start = offsets[this.#first] ?? 0;
    if ((offsets[this.#last + 1] ?? 0) - start === this.#size) bytes.set(source, start);
    else this.#spread(source);
    this.#size = 0;
  }

  /** Short strings stand between these. */
  #spread(source: Uint8Array): void {
    const { offsets, bytes } = this;
    let from = 0;
    for (let row = this.#first; row <= this.#last; row++) {
      const start = offsets[row] ?? 0;
      const end = offsets[row + 1] ?? 0;
      if (end - start <= MAX_INLINE_BYTES) continue;
      for (let at = start; at < end; at++) bytes[at] = source[from++] ?? 0;
    }
  }
}

/**
 * Reads a column of strings. A call that follows a pointer costs as much as some twenty rows, so strings that lie side by
 * side in memory, as those of a chunk nearly always do, are read by one call. What it reads are the bytes of these
 * strings alone, never what may lie between two.
 * @param data the column's strings, as `vector_get_data` gives them
 */
export function textBytes(data: Uint8Array, validity: Uint8Array | undefined, rowCount: number): TextBytes {
  const words = new Uint32Array(data.buffer, data.byteOffset, rowCount * WORDS);
  const offsets = offsetsOf(words, validity, rowCount);
  const bytes = Buffer.allocUnsafeSlow(offsets[rowCount] ?? 0);
  const run = new Run(data, offsets, bytes);
  for (let row = 0; row < rowCount; row++) {
    const start = offsets[row] ?? 0;
    const length = (offsets[row + 1] ?? 0) - start;
    if (length > MAX_INLINE_BYTES) run.add(row, pointerAt(words, row), length);
    else for (let index = 0; index < length; index++) bytes[start + index] = data[row * ROW_BYTES + 4 + index] ?? 0;
  }
  run.read();
  return { offsets, bytes };
}
