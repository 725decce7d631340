import type { StopWatch } from '../stop-watch.js';

interface Waiter<T> {
  readonly resolve: (member: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** A fixed set of members lent in the order of asking. A waiter whose statement stops leaves the queue. */
export class ConnectionPool<T> {
  private readonly idle: T[];
  private readonly size: number;
  private readonly waiters = new Set<Waiter<T>>();
  private closedReason: Error | undefined;
  private whenAllIdle: (() => void) | undefined;

  constructor(members: readonly T[]) {
    this.idle = [...members];
    this.size = members.length;
  }

  get idleCount(): number {
    return this.idle.length;
  }

  get waitingCount(): number {
    return this.waiters.size;
  }

  acquire(watch: StopWatch): Promise<T> {
    if (this.closedReason !== undefined) return Promise.reject(this.closedReason);
    if (watch.stopped !== undefined) return Promise.reject(watch.stopped);
    // The member used last has the warmest caches.
    const member = this.idle.pop();
    if (member !== undefined) return Promise.resolve(member);
    return new Promise((resolve, reject) => {
      const leave = (reason: unknown) => {
        this.waiters.delete(waiter);
        reject(reason);
      };
      const waiter: Waiter<T> = {
        resolve: (lent) => {
          watch.offStop(leave);
          resolve(lent);
        },
        reject,
      };
      this.waiters.add(waiter);
      watch.onStop(leave);
    });
  }

  release(member: T): void {
    for (const waiter of this.waiters) {
      this.waiters.delete(waiter);
      waiter.resolve(member);
      return;
    }
    this.idle.push(member);
    if (this.idle.length === this.size) this.whenAllIdle?.();
  }

  /** Rejects those who wait and those to come with `reason`; resolves when every member is back. */
  async close(reason: Error): Promise<void> {
    this.closedReason = reason;
    for (const waiter of this.waiters) waiter.reject(reason);
    this.waiters.clear();
    if (this.idle.length === this.size) return;
    await new Promise<void>((resolve) => {
      this.whenAllIdle = resolve;
    });
  }
}
