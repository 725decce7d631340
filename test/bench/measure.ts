import autocannon from 'autocannon';
import type { Child } from './child.js';

export interface Measured {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the server process for one request, in ms: steadier than throughput on a shared machine. */
  readonly cpuMs: number;
  readonly failed: number;
}

export interface Load {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
}

export const CONNECTIONS = 8;

function rotated<T>(items: readonly T[], by: number): T[] {
  return [...items.slice(by), ...items.slice(0, by)];
}

/**
 * Sends `amount` requests and waits for every answer: a run that ends by the clock would leave statements behind that
 * the next server's run then pays for.
 */
export async function measure(child: Child, load: Load, amount: number): Promise<Measured> {
  const requests = load.bodies.map((body) => ({
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', ...load.headers },
    body,
  }));
  let next = 0;
  const cpuBefore = child.cpuMs();
  const startedAt = performance.now();
  const result = await autocannon({
    url: `${child.url}${load.path}`,
    connections: CONNECTIONS,
    amount,
    timeout: 120,
    // Each connection starts at another body: two equal requests at once would be one statement to the gateway.
    setupClient: (client) => {
      client.setRequests(rotated(requests, next));
      next += Math.ceil(requests.length / CONNECTIONS);
    },
  });
  const elapsedMs = performance.now() - startedAt;
  const answered = Math.max(1, result.requests.total);
  return {
    requestsPerSecond: (answered * 1000) / elapsedMs,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMs: (child.cpuMs() - cpuBefore) / answered,
    failed: result.non2xx + result.errors + result.timeouts,
  };
}

/** The run with the middle throughput. */
export function median(runs: readonly Measured[]): Measured {
  const sorted = [...runs].sort((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('Nothing was measured.');
  return middle;
}

/** One answer, to compare before anything is measured. */
export async function ask(child: Child, load: Load): Promise<unknown> {
  const response = await fetch(`${child.url}${load.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...load.headers },
    body: load.bodies[0] ?? '',
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${child.name} answered ${response.status}: ${text.slice(0, 400)}`);
  return JSON.parse(text);
}
