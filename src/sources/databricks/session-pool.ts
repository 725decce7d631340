import type { GatewayError } from '../../errors.js';
import type { StopWatch } from '../stop-watch.js';
import { closeSession, type Session } from './session.js';
import type { WarehouseClient } from './warehouse-client.js';

export interface PoolLimits {
  readonly maxSessions: number;
  /** Undefined where all statements are the gateway's own. */
  readonly maxSessionsPerCaller: number | undefined;
}

interface Waiter {
  readonly client: WarehouseClient;
  readonly enter: () => void;
  readonly reject: (error: GatewayError) => void;
}

/**
 * Lends sessions, each to one statement at a time and only to the client that opened it. Who asks first gets the next
 * place, but one caller's queue does not hold up another's.
 */
export class SessionPool {
  private readonly waiters = new Set<Waiter>();
  private readonly busy = new Map<WarehouseClient, number>();
  /** The longest idle one first. */
  private readonly idle = new Set<Session>();
  private busyCount = 0;
  private closedReason: GatewayError | undefined;
  private whenIdle: (() => void) | undefined;

  constructor(
    private readonly limits: PoolLimits,
    private readonly open: (client: WarehouseClient, watch: StopWatch) => Promise<Session>,
  ) {}

  get load(): { readonly busy: number; readonly idle: number; readonly waiting: number } {
    return { busy: this.busyCount, idle: this.idle.size, waiting: this.waiters.size };
  }

  isUsed(client: WarehouseClient): boolean {
    return this.busy.has(client) || [...this.waiters].some((waiter) => waiter.client === client);
  }

  async acquire(client: WarehouseClient, watch: StopWatch): Promise<Session> {
    await this.place(client, watch);
    const kept = [...this.idle].findLast((session) => session.client === client);
    if (kept !== undefined) {
      this.idle.delete(kept);
      return kept;
    }
    if (this.busyCount + this.idle.size > this.limits.maxSessions) this.dropLongestIdle();
    try {
      return await this.open(client, watch);
    } catch (error) {
      this.leave(client);
      throw error;
    }
  }

  /** @param isGood whether the session may serve another statement */
  release(session: Session, isGood: boolean): void {
    if (isGood && this.closedReason === undefined) this.idle.add(session);
    else closeSession(session);
    this.leave(session.client);
  }

  /** Takes a session that was opened for a statement which has not waited for it. */
  keep(session: Session): void {
    const isWanted = this.closedReason === undefined && !session.client.isClosing;
    if (isWanted && this.busyCount + this.idle.size < this.limits.maxSessions) this.idle.add(session);
    else closeSession(session);
  }

  /** Ends the idle sessions of a client. */
  drop(client: WarehouseClient): void {
    for (const session of this.idle) if (session.client === client) this.dropSession(session);
  }

  /** Rejects those who wait and those to come; resolves when no session is left. */
  async close(reason: GatewayError): Promise<void> {
    this.closedReason = reason;
    for (const waiter of this.waiters) waiter.reject(reason);
    this.waiters.clear();
    for (const session of this.idle) this.dropSession(session);
    if (this.busyCount === 0) return;
    await new Promise<void>((resolve) => {
      this.whenIdle = resolve;
    });
  }

  private place(client: WarehouseClient, watch: StopWatch): Promise<void> {
    if (this.closedReason !== undefined) return Promise.reject(this.closedReason);
    if (watch.stopped !== undefined) return Promise.reject(watch.stopped);
    return new Promise((resolve, reject) => {
      const leave = (error: GatewayError) => {
        this.waiters.delete(waiter);
        reject(error);
      };
      const enter = () => {
        watch.offStop(leave);
        resolve();
      };
      const waiter: Waiter = { client, enter, reject: leave };
      this.waiters.add(waiter);
      watch.onStop(leave);
      this.admit();
    });
  }

  private admit(): void {
    const { maxSessions, maxSessionsPerCaller = maxSessions } = this.limits;
    for (const waiter of this.waiters) {
      if (this.busyCount >= maxSessions) return;
      const own = this.busy.get(waiter.client) ?? 0;
      if (own >= maxSessionsPerCaller) continue;
      this.waiters.delete(waiter);
      this.busy.set(waiter.client, own + 1);
      this.busyCount += 1;
      waiter.enter();
    }
  }

  private leave(client: WarehouseClient): void {
    const own = (this.busy.get(client) ?? 1) - 1;
    if (own === 0) this.busy.delete(client);
    else this.busy.set(client, own);
    this.busyCount -= 1;
    this.admit();
    if (this.busyCount === 0) this.whenIdle?.();
  }

  private dropLongestIdle(): void {
    const [oldest] = this.idle;
    if (oldest !== undefined) this.dropSession(oldest);
  }

  private dropSession(session: Session): void {
    this.idle.delete(session);
    closeSession(session);
  }
}
