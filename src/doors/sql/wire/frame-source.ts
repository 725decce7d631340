import type { Socket } from 'node:net';
import { type Frame, FrameSplitter } from './frame-splitter.js';

/** Messages sent ahead wait in the kernel once this much waits here. */
const MAX_WAITING_BYTES = 256 * 1024;

/** Messages of one socket, one at a time. Reading stops while too much is unread here. */
export class FrameSource {
  readonly splitter = new FrameSplitter();
  /** Called once, as soon as the client's end of the socket is closed or broken. */
  onGone: () => void = () => undefined;
  readonly #socket: Socket;
  #wake: (() => void) | undefined;
  #isGone = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#take);
    socket.on('end', this.#leave);
    socket.on('close', this.#leave);
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /**
   * @returns the next message, or undefined if the client is gone
   * @throws SqlError as FrameSplitter.next does
   */
  async next(): Promise<Frame | undefined> {
    for (;;) {
      if (this.#isGone) return undefined;
      const frame = this.splitter.next();
      if (frame !== undefined) return frame;
      this.#socket.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Takes no more: `next` ends as if the client were gone, and what still arrives is thrown away. */
  stop(): void {
    this.#isGone = true;
    this.#wakeUp();
  }

  /** Leaves the socket to someone else. */
  detach(): void {
    this.#socket.off('data', this.#take);
    this.#socket.off('end', this.#leave);
    this.#socket.off('close', this.#leave);
  }

  readonly #take = (chunk: Buffer): void => {
    if (this.#isGone) return;
    this.splitter.push(chunk);
    if (this.#wake === undefined && this.splitter.bufferedBytes > MAX_WAITING_BYTES) this.#socket.pause();
    this.#wakeUp();
  };

  readonly #leave = (): void => {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#wakeUp();
    this.onGone();
  };

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
