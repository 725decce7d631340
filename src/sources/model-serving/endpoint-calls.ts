import { setTimeout as sleep } from 'node:timers/promises';
import { Semaphore } from '../../lib/semaphore.js';
import { CircuitBreaker } from '../circuit-breaker.js';
import { RetryBudget } from '../retry-budget.js';
import type { EndpointAddress } from './endpoint-address.js';
import { EndpointFailure, failureOf, failureOfReply } from './endpoint-failure.js';

const MAX_ATTEMPTS = 3;
const FIRST_DELAY_MS = 100;
/** A server that wishes for more than this is not waited for. */
const LONGEST_WAIT_MS = 5000;
/** While one call tries whether the endpoint is back, the others come back a little later. */
const LEAST_WISH_MS = 1000;

export interface CallLimits {
  readonly maxConcurrency: number;
  /** Of one call, in ms. */
  readonly timeoutMs: number;
}

/** Failures after which the call may go out again: the model did no work for it. */
function isRepeatable({ kind }: EndpointFailure): boolean {
  return kind === 'busy' || kind === 'starting' || kind === 'unreached';
}

/** Failures that say that nobody is there, as against answers that nobody likes. */
function isAbsence({ kind }: EndpointFailure): boolean {
  return kind === 'unreached' || kind === 'broken' || kind === 'slow' || kind === 'starting';
}

/** Half of it certain, half of it at random, so that callers do not come back all at once. */
function backoffMs(attempt: number): number {
  const full = FIRST_DELAY_MS * 2 ** attempt;
  return full / 2 + (Math.random() * full) / 2;
}

/** Makes the calls of one endpoint: concurrency, breaker, repetition, credential. */
export class EndpointCalls {
  private readonly turns: Semaphore;
  private readonly budget = new RetryBudget();

  constructor(
    private readonly address: EndpointAddress,
    private readonly limits: CallLimits,
    private readonly breaker = new CircuitBreaker(),
  ) {
    this.turns = new Semaphore(limits.maxConcurrency);
  }

  /**
   * Sends a body and reads its reply; the reading belongs to the call, so that an answer of the wrong shape fails it.
   * @throws EndpointFailure; the signal's reason once it aborts
   */
  async invoke<T>(body: string, signal: AbortSignal, read: (reply: Buffer) => T): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.turns.run(signal, () => this.once(body, signal, read));
      } catch (error) {
        if (!(error instanceof EndpointFailure) || !isRepeatable(error) || attempt + 1 >= MAX_ATTEMPTS) throw error;
        const delayMs = Math.max(error.retryAfterMs ?? 0, backoffMs(attempt));
        if (delayMs > LONGEST_WAIT_MS || !this.budget.take()) throw error;
        await this.pause(delayMs, signal);
      }
    }
  }

  private async pause(delayMs: number, signal: AbortSignal): Promise<void> {
    await sleep(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  private async once<T>(body: string, signal: AbortSignal, read: (reply: Buffer) => T): Promise<T> {
    signal.throwIfAborted();
    if (!this.breaker.mayCall()) {
      const wish = Math.max(this.breaker.waitMs, LEAST_WISH_MS);
      throw new EndpointFailure('open', 'not called: the last calls did not get an answer', wish);
    }
    try {
      const value = read(await this.send(body, signal));
      this.breaker.succeeded();
      this.budget.succeeded();
      return value;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) this.breaker.left();
      else if (isAbsence(failure)) this.breaker.failed();
      else this.breaker.succeeded();
      throw failure ?? error;
    }
  }

  /** A token that the endpoint does not take is asked for once more: it may have been revoked before its time. */
  private async send(body: string, signal: AbortSignal): Promise<Buffer> {
    const { token } = this.address;
    const first = await token?.(signal);
    const reply = await this.post(body, first, signal);
    if (reply.status === 200) return reply.body;
    if (reply.status !== 401 || token === undefined) throw failureOfReply(reply);
    const next = await token(signal, first);
    if (next === first) throw failureOfReply(reply);
    const second = await this.post(body, next, signal);
    if (second.status !== 200) throw failureOfReply(second);
    return second.body;
  }

  private post(body: string, token: string | undefined, signal: AbortSignal) {
    const { host, path } = this.address;
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    return host.call({ method: 'POST', path, headers, body, signal, timeoutMs: this.limits.timeoutMs });
  }

  close(): void {
    this.address.host.close();
  }
}
