import { GatewayError } from '../errors.js';

export interface CallerLimits {
  readonly maxConcurrent: number;
  readonly maxQueued: number;
  /** Told when a request starts to wait; what it gives is called when the wait ends. */
  readonly onQueued: () => () => void;
}

interface CallerState {
  running: number;
  readonly queue: (() => void)[];
}

/** Bounds how many statements one caller has running; the next wait in order, and past the queue are refused. */
export class CallerLimiter {
  private readonly callers = new Map<string, CallerState>();

  constructor(private readonly limits: CallerLimits) {}

  /** @throws GatewayError RATE_LIMITED if the caller's queue is full, CANCELLED if `signal` aborts while it waits. */
  async run<T>(caller: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    const state = this.callers.get(caller) ?? { running: 0, queue: [] };
    this.callers.set(caller, state);
    if (state.running >= this.limits.maxConcurrent) await this.enqueue(state, signal);
    else state.running += 1;
    try {
      return await task();
    } finally {
      const next = state.queue.shift();
      // The slot passes to the next in line; only without one does it come free.
      if (next !== undefined) next();
      else {
        state.running -= 1;
        if (state.running === 0) this.callers.delete(caller);
      }
    }
  }

  private enqueue(state: CallerState, signal: AbortSignal): Promise<void> {
    if (state.queue.length >= this.limits.maxQueued) {
      throw new GatewayError(
        'RATE_LIMITED',
        `This caller already has ${this.limits.maxConcurrent} requests running and ${this.limits.maxQueued} waiting.`,
        {
          extensions: { retryAfterMs: 1000 },
        },
      );
    }
    const ended = this.limits.onQueued();
    return new Promise((resolve, reject) => {
      const start = () => {
        ended();
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        const index = state.queue.indexOf(start);
        if (index >= 0) state.queue.splice(index, 1);
        ended();
        reject(new GatewayError('CANCELLED', 'The request was cancelled.'));
      };
      state.queue.push(start);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
