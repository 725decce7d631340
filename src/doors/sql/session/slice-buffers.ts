/** A little more than a slice of rows is meant to take. */
const BUFFER_BYTES = 96 * 1024;
/** Smaller ones are not worth keeping. */
const LEAST_BYTES = 16 * 1024;
const MOST_KEPT = 4;

/**
 * Buffers for the rows of one statement on their way to its client, used again when they are sent. Made anew for each
 * slice, they would be the garbage collector's main work.
 */
export class SliceBuffers {
  readonly #own = new WeakSet<ArrayBufferLike>();
  readonly #kept: Buffer[] = [];

  /** A Buffer of just so many bytes, whatever is in it. */
  readonly take = (byteCount: number): Buffer => {
    if (byteCount < LEAST_BYTES || byteCount > BUFFER_BYTES) return Buffer.allocUnsafeSlow(byteCount);
    const buffer = this.#kept.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
    this.#own.add(buffer.buffer);
    return buffer.subarray(0, byteCount);
  };

  /** Takes back what was sent; a Buffer from elsewhere is left alone. */
  give(sent: Buffer): void {
    if (this.#kept.length < MOST_KEPT && this.#own.has(sent.buffer)) this.#kept.push(Buffer.from(sent.buffer));
  }
}
