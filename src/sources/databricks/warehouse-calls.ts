import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../errors.js';
import { CircuitBreaker } from '../circuit-breaker.js';
import { RetryBudget } from '../retry-budget.js';
import type { RunsAs } from '../source.js';
import type { StopWatch } from '../stop-watch.js';
import { failOnBrokenReply } from './broken-reply.js';
import { type CallFailure, callFailure } from './call-failure.js';
import { failureError } from './failure-error.js';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 2000;
const MAX_ATTEMPTS = 3;
/** A server that wishes for more than this is not waited for. */
const LONGEST_WAIT_MS = 5000;
/** Statements run apart from the calls that are about them: these are answered in seconds. */
const LONGEST_SILENCE_MS = 10_000;
/** Of a statement's time, where that is short. */
const SILENT_SHARE = 0.9;
/** While one call tries whether the warehouse is back, the others come back a little later. */
const LEAST_WISH_MS = 1000;

export interface CallLimits {
  readonly runsAs: RunsAs;
  /** How long one call is repeated while the warehouse starts, in ms. */
  readonly startWaitMs: number;
  readonly timeoutMs: number;
}

/** A call that failed for good, sorted. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  constructor(readonly failure: CallFailure) {
    super(failure.kind);
  }
}

/** Half of it certain, half of it at random, so that callers do not come back all at once. */
function backoffMs(attempt: number): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
  return full / 2 + (Math.random() * full) / 2;
}

/** Decides after each failure whether, and after how many ms, one call is repeated. */
class Repetition {
  private attempt = 0;
  private startingSince: number | undefined;
  private hadFreshToken = false;

  constructor(
    private readonly budget: RetryBudget,
    private readonly startWaitMs: number,
  ) {}

  /** @returns undefined if the failure stands */
  delayMs(failure: CallFailure): number | undefined {
    const delay = Math.max(failure.retryAfterMs ?? 0, backoffMs(this.attempt));
    this.attempt += 1;
    switch (failure.kind) {
      case 'starting': {
        const now = performance.now();
        this.startingSince ??= now;
        return now + delay - this.startingSince <= this.startWaitMs ? delay : undefined;
      }
      case 'busy':
      case 'unavailable':
        return this.attempt < MAX_ATTEMPTS && delay <= LONGEST_WAIT_MS && this.budget.take() ? delay : undefined;
      case 'unauthenticated':
        if (this.hadFreshToken) return undefined;
        this.hadFreshToken = true;
        return 0;
      default:
        return undefined;
    }
  }
}

/** Makes the calls of one source: breaker, repetition, and the caller's right to leave at any time. */
export class WarehouseCalls {
  readonly breaker: CircuitBreaker;
  private readonly budget = new RetryBudget();
  /** A call without a reply for so long did not reach the warehouse, whatever ended the wait for it. */
  private readonly silenceMs: number;

  constructor(
    private readonly limits: CallLimits,
    breaker = new CircuitBreaker(),
  ) {
    this.breaker = breaker;
    this.silenceMs = Math.min(LONGEST_SILENCE_MS, limits.timeoutMs * SILENT_SHARE);
  }

  /**
   * Runs a call that may be repeated: it reads, or its effect is found out later.
   * @param onFailure told of each failure, also of those that a repetition mends
   * @throws CallFailed for what the caller may handle; GatewayError once the watch stops
   */
  async repeat<T>(
    watch: StopWatch,
    call: () => Promise<T>,
    onFailure: (failure: CallFailure) => void = () => undefined,
  ): Promise<T> {
    const repetition = new Repetition(this.budget, this.limits.startWaitMs);
    for (;;) {
      try {
        return await this.once(watch, call);
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        onFailure(error.failure);
        const delay = repetition.delayMs(error.failure);
        if (delay === undefined) throw error;
        await watch.race(sleep(delay));
      }
    }
  }

  /** @throws CallFailed; GatewayError once the watch stops */
  async once<T>(watch: StopWatch, call: () => Promise<T>): Promise<T> {
    watch.throwIfStopped();
    if (!this.breaker.mayCall()) {
      const detail = 'not called: the last calls did not reach the warehouse';
      throw new CallFailed({ kind: 'refused', detail, retryAfterMs: Math.max(this.breaker.waitMs, LEAST_WISH_MS) });
    }
    const startedAt = performance.now();
    try {
      const value = await watch.race(failOnBrokenReply(call));
      this.breaker.succeeded();
      this.budget.succeeded();
      return value;
    } catch (error) {
      if (error instanceof GatewayError) {
        if (performance.now() - startedAt >= this.silenceMs) this.breaker.failed();
        else this.breaker.left();
        throw error;
      }
      const failure = await watch.race(callFailure(error)).catch((stopped: unknown) => {
        this.breaker.left();
        throw stopped;
      });
      if (failure.kind === 'unavailable') this.breaker.failed();
      else this.breaker.succeeded();
      throw new CallFailed(failure);
    }
  }

  /** A GatewayError of whatever these calls threw. */
  error(thrown: unknown): GatewayError {
    if (thrown instanceof GatewayError) return thrown;
    if (thrown instanceof CallFailed) return failureError(thrown.failure, this.limits.runsAs, this.limits.timeoutMs);
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return new GatewayError('INTERNAL', 'A statement failed.', { operatorDetail: detail, cause: thrown });
  }
}
