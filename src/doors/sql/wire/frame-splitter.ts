import { MAX_STARTUP_BYTES, type MessageLimit } from './message-limits.js';
import { protocolViolation } from './protocol-error.js';

/** One message of a client. `type` is its letter; empty for a startup packet, which has none. */
export interface Frame {
  readonly type: string;
  readonly body: Buffer;
}

const LENGTH_BYTES = 4;
const MIN_STARTUP_BYTES = 8;

/**
 * Cuts a byte stream into messages, however the bytes are chunked. A length is checked as soon as its bytes are
 * there, so no more than one allowed message is ever waited for. Starts with startup packets; `limit` switches to
 * messages.
 */
export class FrameSplitter {
  /** Undefined: startup packets are awaited. */
  limit: MessageLimit | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  /** Bytes taken in and not yet given out. */
  get bufferedBytes(): number {
    return this.#end - this.#start;
  }

  push(chunk: Buffer): void {
    const used = this.bufferedBytes;
    if (used === 0) {
      this.#bytes = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      return;
    }
    if (this.#end + chunk.length > this.#bytes.length) {
      // Frames given out before are views of the old memory, so it is never moved within.
      const grown = Buffer.allocUnsafeSlow(Math.max(2 * used, used + chunk.length));
      this.#bytes.copy(grown, 0, this.#start, this.#end);
      this.#bytes = grown;
      this.#start = 0;
      this.#end = used;
    }
    chunk.copy(this.#bytes, this.#end);
    this.#end += chunk.length;
  }

  /**
   * @returns the next message, or undefined until its last byte is there
   * @throws SqlError 08P01 FATAL for a length out of bounds or a type that does not exist
   */
  next(): Frame | undefined {
    return this.limit === undefined ? this.#nextStartup() : this.#nextMessage(this.limit);
  }

  #nextStartup(): Frame | undefined {
    if (this.bufferedBytes < LENGTH_BYTES) return undefined;
    const length = this.#bytes.readInt32BE(this.#start);
    if (length < MIN_STARTUP_BYTES || length > MAX_STARTUP_BYTES) {
      throw protocolViolation('invalid length of startup packet');
    }
    return this.#take('', 0, length);
  }

  #nextMessage(limit: MessageLimit): Frame | undefined {
    if (this.bufferedBytes < 1) return undefined;
    const code = this.#bytes[this.#start] ?? 0;
    const type = String.fromCharCode(code);
    const maxBytes = limit(type);
    if (maxBytes === undefined) throw protocolViolation(`invalid frontend message type ${code}`);
    if (this.bufferedBytes < 1 + LENGTH_BYTES) return undefined;
    const length = this.#bytes.readInt32BE(this.#start + 1);
    if (length < LENGTH_BYTES || length > maxBytes) throw protocolViolation('invalid message length');
    return this.#take(type, 1, length);
  }

  #take(type: string, typeBytes: number, length: number): Frame | undefined {
    const total = typeBytes + length;
    if (this.bufferedBytes < total) return undefined;
    const from = this.#start + typeBytes + LENGTH_BYTES;
    this.#start += total;
    return { type, body: this.#bytes.subarray(from, this.#start) };
  }
}
