import type { Child } from './child.js';
import { RawClient, rawRequest } from './raw-client.js';

export interface Measured {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU for one request, in ms, of the server process unless told otherwise: steadier than throughput on a shared machine. */
  readonly cpuMs: number;
  readonly failed: number;
}

export interface Load {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
}

export interface Duration {
  readonly seconds: number;
  readonly fewest: number;
  /** Left out: 8. */
  readonly connections?: number;
  /** What is counted as CPU time. Left out: the server process. */
  readonly cpuMs?: () => number;
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

/**
 * Sends requests for `seconds`, and at least `fewest`, and waits for every answer: a run that ends by the clock alone
 * would leave statements behind that the next server's run then pays for.
 */
export async function measure(
  child: Child,
  load: Load,
  { seconds, fewest, connections = 8, cpuMs = () => child.cpuMs() }: Duration,
): Promise<Measured> {
  const url = new URL(load.path, child.url);
  const requests = load.bodies.map((body) => rawRequest(url, load.headers, body));
  const clients = await Promise.all(Array.from({ length: connections }, () => RawClient.open(url)));
  const latencies: number[] = [];
  let sent = 0;
  let failed = 0;
  const cpuBefore = cpuMs();
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;
  // No two connections send the same body at once: to the gateway that would be one statement.
  await Promise.all(
    clients.map(async (client) => {
      while (sent < fewest || performance.now() < endAt) {
        const request = requests[sent % requests.length];
        sent += 1;
        if (request === undefined) return;
        const at = performance.now();
        const { status } = await client.send(request);
        latencies.push(performance.now() - at);
        if (status !== 200) failed += 1;
      }
      client.close();
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  const sorted = latencies.sort((a, b) => a - b);
  return {
    requestsPerSecond: (sorted.length * 1000) / elapsedMs,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    cpuMs: (cpuMs() - cpuBefore) / sorted.length,
    failed,
  };
}

/** The run with the middle throughput. */
export function median(runs: readonly Measured[]): Measured {
  const sorted = [...runs].sort((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('Nothing was measured.');
  return middle;
}

/** The middle of each figure by itself. */
export function medians(runs: readonly Measured[]): Measured {
  const middle = (figure: keyof Measured): number =>
    runs.map((run) => run[figure]).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN;
  return {
    requestsPerSecond: middle('requestsPerSecond'),
    p50Ms: middle('p50Ms'),
    p99Ms: middle('p99Ms'),
    cpuMs: middle('cpuMs'),
    failed: middle('failed'),
  };
}

/** One answer, to compare before anything is measured. */
export async function ask(child: Child, load: Load): Promise<unknown> {
  const response = await fetch(new URL(load.path, child.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...load.headers },
    body: load.bodies[0] ?? '',
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${child.name} answered ${response.status}: ${text.slice(0, 400)}`);
  return JSON.parse(text);
}
