import type { Socket } from 'node:net';

/** Small messages leave together. */
const GATHER_BYTES = 32 * 1024;
/** Above this much unsent, a statement makes no more. */
const MAX_UNSENT_BYTES = 128 * 1024;
/** How long a client may take to read the last words of its session. */
const LAST_WORDS_MS = 1_000;

interface Part {
  readonly bytes: Buffer;
  readonly onSent: (() => void) | undefined;
}

/** Messages to one client. What is added leaves soon; `ready` is how a statement waits for a slow reader. */
export class SocketWriter {
  readonly #socket: Socket;
  #parts: Part[] = [];
  #gatheredBytes = 0;
  #flushSoon: NodeJS.Immediate | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Bytes that the socket has not taken yet. */
  get unsentBytes(): number {
    return this.#gatheredBytes + this.#socket.writableLength;
  }

  /** @param onSent the bytes are no longer needed, whether they arrived or not */
  add(bytes: Buffer, onSent?: () => void): void {
    this.#parts.push({ bytes, onSent });
    this.#gatheredBytes += bytes.length;
    if (this.#gatheredBytes >= GATHER_BYTES) this.flush();
    else this.#flushSoon ??= setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#flushSoon !== undefined) clearImmediate(this.#flushSoon);
    this.#flushSoon = undefined;
    const parts = this.#parts;
    this.#parts = [];
    this.#gatheredBytes = 0;
    const [first] = parts;
    if (first === undefined) return;
    if (parts.length === 1 && this.#socket.writable) {
      this.#socket.write(first.bytes, () => first.onSent?.());
      return;
    }
    if (this.#socket.writable) this.#socket.write(Buffer.concat(parts.map(({ bytes }) => bytes)));
    for (const { onSent } of parts) onSent?.();
  }

  /** True if more may be made at once; else wait for `ready`. */
  get isReady(): boolean {
    return this.#socket.destroyed || this.#socket.writableLength < MAX_UNSENT_BYTES;
  }

  /** Resolves when the client has read enough, or its socket is closed. */
  async ready(): Promise<void> {
    if (this.isReady) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.on('drain', done);
      this.#socket.on('close', done);
    });
  }

  /** Sends what is left and closes; a client that does not read is cut off. Resolves when the socket is closed. */
  async end(): Promise<void> {
    this.flush();
    if (this.#socket.destroyed) return;
    const giveUp = setTimeout(() => this.#socket.destroy(), LAST_WORDS_MS);
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
      // The client closes its end on reading the last message. To close both now could lose that message, where the
      // client has sent something that nobody reads any more.
      this.#socket.end();
      this.#socket.resume();
    });
    clearTimeout(giveUp);
  }
}
