import type { GatewayError } from '../errors.js';
import type { StopWatch } from './stop-watch.js';

export interface LazyPoolOptions<T> {
  /** Members at the same time, those that are being opened included. */
  readonly size: number;
  /** A free member is closed after this time. */
  readonly idleMs: number;
  /** @throws GatewayError as the source does */
  readonly open: () => Promise<T>;
  /** Never rejects. */
  readonly close: (member: T) => Promise<void>;
  /** False once the member cannot serve any more. */
  readonly isUsable: (member: T) => boolean;
}

interface Waiter<T> {
  readonly resolve: (member: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** How busy a pool is. */
export interface PoolLoad {
  readonly idleConnections: number;
  readonly openConnections: number;
  readonly waitingStatements: number;
}

/**
 * Members that are opened when they are first needed and lent in the order of asking. A waiter whose statement stops
 * leaves the queue; a member that was opened for it serves the next one.
 */
export class LazyPool<T> {
  private readonly idle: { readonly member: T; readonly timer: NodeJS.Timeout }[] = [];
  private readonly waiters = new Set<Waiter<T>>();
  private readonly lent = new Set<T>();
  private opening = 0;
  private closedReason: GatewayError | undefined;
  private whenDone: (() => void) | undefined;

  constructor(private readonly options: LazyPoolOptions<T>) {}

  get load(): PoolLoad {
    return {
      idleConnections: this.idle.length,
      openConnections: this.idle.length + this.lent.size + this.opening,
      waitingStatements: this.waiters.size,
    };
  }

  acquire(watch: StopWatch): Promise<T> {
    if (this.closedReason !== undefined) return Promise.reject(this.closedReason);
    if (watch.stopped !== undefined) return Promise.reject(watch.stopped);
    const member = this.takeIdle();
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
        reject: (reason) => {
          watch.offStop(leave);
          reject(reason);
        },
      };
      this.waiters.add(waiter);
      watch.onStop(leave);
      this.openForWaiters();
    });
  }

  /** Takes a member back; one that is not usable any more is closed, and another opened where somebody waits. */
  release(member: T): void {
    if (!this.lent.delete(member)) return;
    if (this.closedReason !== undefined || !this.options.isUsable(member)) {
      void this.options.close(member).then(() => this.finishIfDone());
      this.openForWaiters();
      return;
    }
    this.give(member);
  }

  /** Rejects those who wait and those to come with `reason`; resolves when every member is back and closed. */
  async close(reason: GatewayError): Promise<void> {
    this.closedReason = reason;
    for (const waiter of this.waiters) waiter.reject(reason);
    this.waiters.clear();
    const idle = this.idle.splice(0);
    for (const { timer } of idle) clearTimeout(timer);
    await Promise.all(idle.map(({ member }) => this.options.close(member)));
    if (this.lent.size + this.opening === 0) return;
    await new Promise<void>((resolve) => {
      this.whenDone = resolve;
    });
  }

  private takeIdle(): T | undefined {
    // The member used last has the warmest caches.
    for (let entry = this.idle.pop(); entry !== undefined; entry = this.idle.pop()) {
      clearTimeout(entry.timer);
      if (this.options.isUsable(entry.member)) {
        this.lent.add(entry.member);
        return entry.member;
      }
      void this.options.close(entry.member);
    }
    return undefined;
  }

  private give(member: T): void {
    for (const waiter of this.waiters) {
      this.waiters.delete(waiter);
      this.lent.add(member);
      waiter.resolve(member);
      return;
    }
    const timer = setTimeout(() => this.retire(member), this.options.idleMs);
    timer.unref();
    this.idle.push({ member, timer });
  }

  private retire(member: T): void {
    const index = this.idle.findIndex((entry) => entry.member === member);
    if (index < 0) return;
    this.idle.splice(index, 1);
    void this.options.close(member);
  }

  private openForWaiters(): void {
    const { size } = this.options;
    while (this.opening < this.waiters.size && this.lent.size + this.opening + this.idle.length < size) {
      this.opening += 1;
      void this.openOne();
    }
  }

  private async openOne(): Promise<void> {
    let member: T;
    try {
      member = await this.options.open();
    } catch (error) {
      this.opening -= 1;
      // Whoever has waited longest is told; the others' turn comes with their own attempt.
      const [waiter] = this.waiters;
      if (waiter !== undefined) {
        this.waiters.delete(waiter);
        waiter.reject(error);
      }
      this.openForWaiters();
      this.finishIfDone();
      return;
    }
    this.opening -= 1;
    if (this.closedReason !== undefined) {
      await this.options.close(member);
      this.finishIfDone();
      return;
    }
    this.give(member);
  }

  private finishIfDone(): void {
    if (this.lent.size + this.opening === 0) this.whenDone?.();
  }
}
