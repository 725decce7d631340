import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { GatewayError } from '../../../errors.js';
import type { AccessToken } from '../../../lib/access-token.js';
import { Semaphore } from '../../../lib/semaphore.js';
import { HttpsFailure, HttpsHost, type HttpsReply } from '../../../remote/https-host.js';
import { retryAfterMs } from '../../../remote/retry-after.js';
import { readUnityFault, saysAbsent } from './unity-error.js';

export interface UnityServiceOptions {
  /** The workspace's host name, with a port where it is not 443. */
  readonly host: string;
  /** PEM text of the certificate authority that the host is trusted by, where it is not a public one. */
  readonly ca: string | undefined;
  readonly ownToken: AccessToken;
  /** Calls at the same time. */
  readonly maxConcurrency: number;
  /** Bound of one call, in ms. */
  readonly timeoutMs: number;
  /** Told of each call that failed and is made again. */
  readonly onRetry?: (error: GatewayError, pauseMs: number) => void;
}

const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 200;
const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** More pages than any listing has: a server that never ends one must not hold the reader. */
const MAX_PAGES = 10_000;

type Query = Readonly<Record<string, string>>;

function unavailable(path: string, reason: string): GatewayError {
  return new GatewayError('SOURCE_UNAVAILABLE', `Unity Catalog: ${path}: ${reason}`);
}

function describeFault({ status, body }: HttpsReply): string {
  const { code, message } = readUnityFault(body);
  return `${status} ${code} ${message}`;
}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Calls of Unity Catalog's REST API: paging, retries, faults. Only reads, so that every call may be repeated. */
export class UnityService {
  private readonly host: HttpsHost;
  private readonly calls: Semaphore;

  constructor(private readonly options: UnityServiceOptions) {
    this.host = new HttpsHost(options.host, options.ca, MAX_BODY_BYTES);
    this.calls = new Semaphore(options.maxConcurrency);
  }

  /** One object; undefined if the service says that it is not there. */
  async get<T>(path: string, query: Query, schema: z.ZodType<T>, signal: AbortSignal): Promise<T | undefined> {
    const value = await this.read(path, query, signal);
    return value === undefined ? undefined : this.parse(path, schema, value);
  }

  /** Every page of a listing, each parsed; undefined if what is listed below is not there. */
  async pages<T>(
    path: string,
    query: Query,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<readonly T[] | undefined> {
    const found: T[] = [];
    let token: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const paged = token === undefined ? query : { ...query, page_token: token };
      const value = await this.read(path, { max_results: '0', ...paged }, signal);
      if (value === undefined) return undefined;
      found.push(this.parse(path, schema, value));
      const next: unknown = (value as { readonly next_page_token?: unknown }).next_page_token;
      if (next === undefined || next === null || next === '') return found;
      if (typeof next !== 'string' || next === token) throw unavailable(path, 'the pages do not end');
      token = next;
    }
    throw unavailable(path, `more than ${MAX_PAGES} pages`);
  }

  close(): void {
    this.host.close();
  }

  private parse<T>(path: string, schema: z.ZodType<T>, value: object): T {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw unavailable(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not what was expected'}`);
  }

  /** The reply's JSON object; undefined for what is not there. */
  private async read(path: string, query: Query, signal: AbortSignal): Promise<object | undefined> {
    const reply = await this.reply(`${path}?${new URLSearchParams(query)}`, path, signal);
    if (reply.status !== 200) {
      if (saysAbsent(reply.status, readUnityFault(reply.body))) return undefined;
      throw unavailable(path, describeFault(reply));
    }
    let value: unknown;
    try {
      value = JSON.parse(reply.body.toString('utf8'));
    } catch {
      throw unavailable(path, 'the reply is not JSON');
    }
    if (typeof value !== 'object' || value === null) throw unavailable(path, 'the reply is not an object');
    return value;
  }

  private async reply(path: string, shown: string, signal: AbortSignal): Promise<HttpsReply> {
    let refused: string | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.options.ownToken(signal, refused);
      const outcome = await this.calls.run(signal, () => this.attempt(path, token, signal));
      const isLast = attempt === MAX_ATTEMPTS;
      if (!(outcome instanceof HttpsFailure) && outcome.status === 401 && refused === undefined) {
        // One that was revoked before its end: another may be good.
        refused = token;
        continue;
      }
      if (!(outcome instanceof HttpsFailure) && (isLast || !isPassing(outcome.status))) return outcome;
      if (outcome instanceof HttpsFailure && isLast) throw unavailable(shown, outcome.message);
      const pauseMs = this.pauseMs(outcome, attempt);
      const reason = outcome instanceof HttpsFailure ? outcome.message : describeFault(outcome);
      this.options.onRetry?.(unavailable(shown, reason), pauseMs);
      await sleep(pauseMs, undefined, { signal });
    }
  }

  private async attempt(path: string, token: string, signal: AbortSignal): Promise<HttpsReply | HttpsFailure> {
    const headers = { accept: 'application/json', authorization: `Bearer ${token}`, 'user-agent': 'medallion-gateway' };
    try {
      return await this.host.call({ method: 'GET', path, headers, signal, timeoutMs: this.options.timeoutMs });
    } catch (error) {
      if (error instanceof HttpsFailure) return error;
      throw error;
    }
  }

  /** What the server asks for, else twice as long each time, with jitter so that instances do not come back together. */
  private pauseMs(outcome: HttpsReply | HttpsFailure, attempt: number): number {
    const header = outcome instanceof HttpsFailure ? undefined : outcome.headers['retry-after'];
    const wanted = retryAfterMs(typeof header === 'string' ? header : undefined, Date.now());
    return wanted ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
  }
}
