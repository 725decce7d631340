const HEADER_BYTES = 5;
/** No message of a result comes near; a length beyond it means that the bytes are not the protocol's. */
const MAX_FRAME_BYTES = 1 << 30;

/** Takes a message: its type, and its body as `bytes[start, end)`, which stay good until it returns. */
export type FrameHandler = (type: number, bytes: Buffer, start: number, end: number) => void;

/** Cuts a byte stream into messages. One that spans chunks is copied once, to a buffer of its length. */
export class FrameSplitter {
  /** The message under way: its first bytes, and how many there are. */
  private partial: Buffer | undefined;
  private filled = 0;

  constructor(private readonly handle: FrameHandler) {}

  /** @throws RangeError if a length is none that the protocol allows */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.partial !== undefined) {
        at = this.fill(this.partial, chunk, at);
        continue;
      }
      const left = chunk.length - at;
      const size = left < HEADER_BYTES ? HEADER_BYTES : frameSize(chunk, at);
      if (left >= HEADER_BYTES && left >= size) {
        this.handle(chunk[at] ?? 0, chunk, at + HEADER_BYTES, at + size);
        at += size;
        continue;
      }
      this.partial = Buffer.allocUnsafe(size);
      this.filled = chunk.copy(this.partial, 0, at);
      return;
    }
  }

  private fill(partial: Buffer, chunk: Buffer, at: number): number {
    const taken = chunk.copy(partial, this.filled, at, at + partial.length - this.filled);
    this.filled += taken;
    if (this.filled < partial.length) return at + taken;
    const size = frameSize(partial, 0);
    if (size > partial.length) {
      // Only the header was awaited so far.
      const whole = Buffer.allocUnsafe(size);
      partial.copy(whole);
      this.partial = whole;
      return at + taken;
    }
    this.partial = undefined;
    this.filled = 0;
    this.handle(partial[0] ?? 0, partial, HEADER_BYTES, size);
    return at + taken;
  }
}

function frameSize(bytes: Buffer, at: number): number {
  const length = bytes.readInt32BE(at + 1);
  if (length < 4 || length > MAX_FRAME_BYTES) throw new RangeError(`A message of ${length} bytes.`);
  return 1 + length;
}
