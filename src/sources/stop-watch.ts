import type { GatewayError } from '../errors.js';
import type { StatementOptions } from './source.js';
import { cancelled, timedOut } from './statement-errors.js';

/** Tells once, and at once, that a statement must stop: the caller aborted, or its time is over. */
export class StopWatch {
  private error: GatewayError | undefined;
  private readonly listeners = new Set<(error: GatewayError) => void>();
  private timer: NodeJS.Timeout | undefined;
  private readonly timeoutMs: number;
  private remainingMs: number;
  private startedAt = 0;
  private readonly signal: AbortSignal;
  private readonly onAbort = () => this.stop(cancelled());

  constructor({ signal, timeoutMs }: StatementOptions) {
    this.signal = signal;
    this.timeoutMs = timeoutMs;
    this.remainingMs = timeoutMs;
    this.resume();
    signal.addEventListener('abort', this.onAbort, { once: true });
    if (signal.aborted) this.onAbort();
  }

  /** Why the statement must stop; undefined while it may go on. */
  get stopped(): GatewayError | undefined {
    return this.error;
  }

  /** Time stands still until `resume`: a reader that is slow to ask does not use up the statement's time. */
  pause(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.remainingMs -= performance.now() - this.startedAt;
  }

  resume(): void {
    if (this.timer !== undefined || this.error !== undefined) return;
    this.startedAt = performance.now();
    this.timer = setTimeout(() => this.stop(timedOut(this.timeoutMs)), Math.max(0, this.remainingMs));
  }

  /** Looks at the clock itself: on a busy process the timer is late. */
  throwIfStopped(): void {
    const isDue = this.timer !== undefined && performance.now() - this.startedAt >= this.remainingMs;
    if (isDue) this.stop(timedOut(this.timeoutMs));
    if (this.error !== undefined) throw this.error;
  }

  onStop(listener: (error: GatewayError) => void): void {
    this.listeners.add(listener);
  }

  offStop(listener: (error: GatewayError) => void): void {
    this.listeners.delete(listener);
  }

  /** Settles as `work` does, or rejects as soon as the statement must stop; `work` then runs on unobserved. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.error !== undefined) {
        work.catch(() => undefined);
        reject(this.error);
        return;
      }
      this.onStop(reject);
      work.then(resolve, reject).finally(() => this.offStop(reject));
    });
  }

  /** The statement has ended: no later abort concerns it. */
  dispose(): void {
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.onAbort);
    this.listeners.clear();
  }

  private stop(error: GatewayError): void {
    if (this.error !== undefined) return;
    this.error = error;
    const listeners = [...this.listeners];
    this.dispose();
    for (const listener of listeners) listener(error);
  }
}
