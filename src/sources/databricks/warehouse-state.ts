import type { AccessToken } from '../../lib/access-token.js';
import { HttpsHost } from '../../remote/https-host.js';
import { retryAfterMs } from '../../remote/retry-after.js';
import type { SourceHealth } from '../source.js';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 1_000_000;
/** A serverless warehouse starts in seconds, another in minutes. */
const START_RETRY_MS = 10_000;

function stateOf(body: Buffer): unknown {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && 'state' in parsed ? parsed.state : undefined;
  } catch {
    return undefined;
  }
}

/** Asks the workspace about a warehouse, which does not start it. */
export class WarehouseState {
  private readonly host: HttpsHost;

  constructor(
    host: string,
    private readonly warehouse: string,
    ca: string | undefined,
    private readonly token: AccessToken,
  ) {
    this.host = new HttpsHost(host, ca, MAX_BYTES);
  }

  /** A stopped warehouse counts as starting: the next statement starts it. */
  async ask(signal: AbortSignal): Promise<SourceHealth> {
    const startedAt = performance.now();
    try {
      const reply = await this.host.call({
        method: 'GET',
        path: `/api/2.0/sql/warehouses/${encodeURIComponent(this.warehouse)}`,
        headers: { authorization: `Bearer ${await this.token(signal)}`, accept: 'application/json' },
        signal,
        timeoutMs: TIMEOUT_MS,
      });
      if (reply.status !== 200) {
        const header = reply.headers['retry-after'];
        const wish = retryAfterMs(typeof header === 'string' ? header : undefined, Date.now());
        if (reply.status === 429 && wish !== undefined) return { state: 'starting', retryAfterMs: wish };
        return { state: 'down', reason: `The workspace answers ${reply.status} when asked about the warehouse.` };
      }
      return this.health(stateOf(reply.body), performance.now() - startedAt);
    } catch {
      // Who asks for health waits for a bounded time only, and then wants to know just this.
      return { state: 'down', reason: 'The workspace cannot be reached.' };
    }
  }

  close(): void {
    this.host.close();
  }

  private health(state: unknown, latencyMs: number): SourceHealth {
    if (state === 'RUNNING') return { state: 'ready', latencyMs };
    if (state === 'STARTING' || state === 'STOPPED' || state === 'STOPPING')
      return { state: 'starting', retryAfterMs: START_RETRY_MS };
    return { state: 'down', reason: 'The warehouse does not run and will not start.' };
  }
}
