import { SqlError } from '../sql-error.js';

export interface StatementTimes {
  /** The session's statement_timeout in ms: all of the statement's time. 0: none. */
  readonly timeoutMs: number;
  /** The server's own bound in ms: time in which a slow reader keeps the statement waiting does not count. 0: none. */
  readonly budgetMs: number;
}

function timedOut(): SqlError {
  return new SqlError('57014', 'canceling statement due to statement timeout');
}

/** The statement that a session runs now, if any: what cancels it and what ends its time. */
export class StatementGuard {
  #controller: AbortController | undefined;
  #budgetTimer: NodeJS.Timeout | undefined;
  #budgetMs = 0;
  #budgetSince = 0;

  get isRunning(): boolean {
    return this.#controller !== undefined;
  }

  /** Stops the running statement with `reason`; nothing happens if none runs. */
  cancel(reason: SqlError): void {
    this.#controller?.abort(reason);
  }

  /** @throws the reason, if the statement was stopped, whatever it threw itself */
  async run<T>(times: StatementTimes, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    const timer = times.timeoutMs > 0 ? setTimeout(() => controller.abort(timedOut()), times.timeoutMs) : undefined;
    this.#budgetMs = times.budgetMs;
    this.#startBudget();
    try {
      const result = await work(signal);
      signal.throwIfAborted();
      return result;
    } catch (thrown) {
      throw signal.aborted ? signal.reason : thrown;
    } finally {
      clearTimeout(timer);
      this.#stopBudget();
      this.#controller = undefined;
    }
  }

  /** Waits for the client, which costs none of the server's budget; stops at once if the statement is stopped. */
  async waitForClient(wait: Promise<void>, signal: AbortSignal): Promise<void> {
    this.#stopBudget();
    let stop: (() => void) | undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
      signal.addEventListener('abort', resolve as () => void, { once: true });
    });
    await Promise.race([wait, stopped]);
    if (stop !== undefined) signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    this.#startBudget();
  }

  #startBudget(): void {
    const controller = this.#controller;
    if (this.#budgetMs <= 0 || controller === undefined) return;
    this.#budgetSince = performance.now();
    this.#budgetTimer = setTimeout(() => controller.abort(timedOut()), this.#budgetMs);
  }

  #stopBudget(): void {
    if (this.#budgetTimer === undefined) return;
    clearTimeout(this.#budgetTimer);
    this.#budgetTimer = undefined;
    this.#budgetMs = Math.max(1, this.#budgetMs - (performance.now() - this.#budgetSince));
  }
}
