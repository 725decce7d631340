/**
 * Runs `work`, but rejects with the signal's reason as soon as that aborts, even if the work takes no notice.
 * @param onAbort tells the work
 */
export async function abortable<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  onAbort: (reason: unknown) => void,
): Promise<T> {
  signal.throwIfAborted();
  let listener: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    listener = (): void => {
      onAbort(signal.reason);
      reject(signal.reason);
    };
    signal.addEventListener('abort', listener, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    if (listener !== undefined) signal.removeEventListener('abort', listener);
  }
}
