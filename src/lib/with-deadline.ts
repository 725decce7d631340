import { setMaxListeners } from 'node:events';

/** Time was up. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * Runs a task with a signal of its own, which aborts with the given one (and its reason) or when the time is up (with
 * DeadlinePassed, which is thrown then whatever the task makes of it). Nothing of it stays with the given signal: `AbortSignal.any` leaves an entry with each call, which
 * adds up where that signal lives as long as the process.
 */
export async function withDeadline<T>(
  signal: AbortSignal,
  timeoutMs: number,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const own = new AbortController();
  const follow = () => own.abort(signal.reason);
  // Many tasks may run under one signal; each takes its listener away again.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', follow, { once: true });
  const passed = new DeadlinePassed(`The time of ${timeoutMs} ms is up.`);
  const timer = setTimeout(() => own.abort(passed), timeoutMs);
  try {
    return await task(own.signal);
  } catch (error) {
    throw own.signal.reason === passed ? passed : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
  }
}
