import { FairTurn } from './fair-turn.js';
import type { Portal } from './portal.js';
import type { RowSlice } from './row-reader.js';
import type { SessionState } from './session-state.js';
import { SliceBuffers } from './slice-buffers.js';

/** Bytes that one call of `encode` is meant to make. */
const SLICE_BYTES = 64 * 1024;
const FIRST_SLICE_ROWS = 64;
const MAX_SLICE_ROWS = 4_096;
const MOST_ROWS = 2 ** 31 - 1;

/** Sends rows in slices sized by what rows have weighed so far, each when the client has taken enough of the last. */
class RowSender {
  readonly #state: SessionState;
  readonly #signal: AbortSignal;
  readonly #turn = new FairTurn();
  readonly #buffers = new SliceBuffers();
  #sliceRows = FIRST_SLICE_ROWS;

  constructor(state: SessionState, signal: AbortSignal) {
    this.#state = state;
    this.#signal = signal;
  }

  async send({ batch, start, end }: RowSlice): Promise<void> {
    const { writer, guard } = this.#state;
    for (let from = start; from < end; ) {
      const to = Math.min(end, from + this.#sliceRows);
      const bytes = batch.encode(from, to, this.#buffers.take);
      writer.add(bytes, () => this.#buffers.give(bytes));
      this.#sliceRows = Math.ceil(Math.min(MAX_SLICE_ROWS, (SLICE_BYTES * (to - from)) / Math.max(1, bytes.length)));
      from = to;
      if (!writer.isReady) await guard.waitForClient(writer.ready(), this.#signal);
      if (this.#turn.isOver) await this.#turn.yield();
      this.#signal.throwIfAborted();
    }
  }
}

/**
 * Sends the next rows of an open portal.
 * @param maxRows 0: all
 * @returns how many were sent; fewer than `maxRows` only at the end
 */
export async function sendRows(
  state: SessionState,
  portal: Portal,
  maxRows: number,
  signal: AbortSignal,
): Promise<number> {
  const sender = new RowSender(state, signal);
  let sent = 0;
  while (maxRows === 0 || sent < maxRows) {
    const slice = await portal.take(maxRows === 0 ? MOST_ROWS : maxRows - sent, signal);
    if (slice === undefined) break;
    await sender.send(slice);
    sent += slice.end - slice.start;
  }
  return sent;
}
