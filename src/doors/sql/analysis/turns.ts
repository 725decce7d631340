import { SqlError } from '../sql-error.js';

/** Lets one task in at a time, in the order of their coming. A task may leave before its result is there. */
export class Turns {
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;
  /** Aborted when somebody comes to wait behind the last task. */
  private crowding = new AbortController();

  constructor(private readonly maxWaiting: number) {}

  /**
   * @param task gets a signal that aborts as soon as another waits behind it
   * @throws SqlError 57014 if aborted while it waits, 53300 if too many wait
   */
  async take<T>(signal: AbortSignal, task: (crowded: AbortSignal) => Promise<T>): Promise<T> {
    if (this.waiting >= this.maxWaiting) throw new SqlError('53300', 'too many statements wait for the catalog');
    const before = this.last;
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.last = before.then(() => left);
    this.waiting += 1;
    this.crowding.abort();
    this.crowding = new AbortController();
    const crowded = this.crowding.signal;
    try {
      await unlessAborted(before, signal);
      return await task(crowded);
    } finally {
      this.waiting -= 1;
      leave();
    }
  }

  /** Resolves when all that came before are done. */
  idle(): Promise<void> {
    return this.last;
  }
}

/** @throws SqlError 57014 as soon as the signal aborts; the promise goes on by itself */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new SqlError('57014', 'canceling statement due to user request'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
