import { setMaxListeners } from 'node:events';

/** Settles as `work` does, or rejects with the signal's reason when the caller leaves; `work` itself goes on for others. */
export async function waitFor<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  // Many may wait under one signal; each takes its listener away again.
  setMaxListeners(0, signal);
  let leave: (() => void) | undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    if (leave !== undefined) signal.removeEventListener('abort', leave);
  }
}
