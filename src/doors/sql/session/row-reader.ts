import type { Execution, RowBatch } from '../border.js';
import { abortable } from './abortable.js';

/** Rows `start` up to, not with, `end` of a batch. */
export interface RowSlice {
  readonly batch: RowBatch;
  readonly start: number;
  readonly end: number;
}

/** Reads a running execution, a few rows at a time and over several statements. Pulls a batch only when asked. */
export class RowReader {
  readonly #execution: Execution;
  readonly #iterator: AsyncIterator<RowBatch>;
  readonly #controller: AbortController;
  #batch: RowBatch | undefined;
  #at = 0;
  #isPulling = false;
  #isAtEnd = false;

  private constructor(execution: Execution, controller: AbortController) {
    this.#execution = execution;
    this.#iterator = execution.batches[Symbol.asyncIterator]();
    this.#controller = controller;
  }

  /** @param signal ends the start only; each `take` has its own. */
  static async open(start: (signal: AbortSignal) => Promise<Execution>, signal: AbortSignal): Promise<RowReader> {
    const controller = new AbortController();
    return abortable(
      async () => {
        const reader = new RowReader(await start(controller.signal), controller);
        if (controller.signal.aborted) await reader.close();
        return reader;
      },
      signal,
      (reason) => controller.abort(reason),
    );
  }

  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** True if `take` needs nothing from the source. */
  get hasRows(): boolean {
    return this.#batch !== undefined;
  }

  /** @param maxRows at least 1 @returns undefined at the end */
  async take(maxRows: number, signal: AbortSignal): Promise<RowSlice | undefined> {
    const batch = this.#batch ?? (await this.#pull(signal));
    if (batch === undefined) return undefined;
    const start = this.#at;
    const end = Math.min(batch.rowCount, start + maxRows);
    this.#at = end;
    this.#batch = end < batch.rowCount ? batch : undefined;
    return { batch, start, end };
  }

  tag(rowCount: number): string {
    return this.#execution.tag(rowCount);
  }

  /** Stops the execution at its source. */
  async close(): Promise<void> {
    this.#batch = undefined;
    if (this.#isAtEnd) return;
    this.#isAtEnd = true;
    // An iterator that is being pulled ends through its signal; a call of `return` would wait for that pull.
    const isFree = !this.#isPulling;
    this.#controller.abort();
    if (isFree) await this.#iterator.return?.().catch(() => undefined);
  }

  async #pull(signal: AbortSignal): Promise<RowBatch | undefined> {
    this.#at = 0;
    while (!this.#isAtEnd) {
      const next = await abortable(
        () => this.#next(),
        signal,
        (reason) => this.#controller.abort(reason),
      );
      if (next.done === true) this.#isAtEnd = true;
      else if (next.value.rowCount > 0) return next.value;
    }
    return undefined;
  }

  async #next(): Promise<IteratorResult<RowBatch>> {
    this.#isPulling = true;
    try {
      return await this.#iterator.next();
    } finally {
      this.#isPulling = false;
    }
  }
}
