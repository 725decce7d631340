import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../../src/lib/package-root.js';
import { RawClient, rawRequest } from '../raw-client.js';
import type { Server } from './drain-client.js';
import { READ, ROWS } from './readings.js';

export interface Latencies {
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const DOCUMENT = 'query ($id: ID!) { reading(id: $id) { id serial amount label taken value } }';

/** GraphQL look-ups by key, one after the other, each of another row. */
export async function pointLookups(http: string, token: string, requests: number): Promise<Latencies> {
  const url = new URL('/graphql', http);
  const client = await RawClient.open(url);
  const latencies: number[] = [];
  for (let index = 0; index < requests; index += 1) {
    const body = JSON.stringify({ query: DOCUMENT, variables: { id: String((index * 7919) % ROWS) } });
    const request = rawRequest(url, { authorization: `Bearer ${token}` }, body);
    const startedAt = performance.now();
    const { status, bodyBytes } = await client.send(request);
    if (status !== 200 || bodyBytes < 100) throw new Error(`A look-up gave status ${status}, ${bodyBytes} bytes.`);
    latencies.push(performance.now() - startedAt);
  }
  client.close();
  latencies.sort((a, b) => a - b);
  const quantile = (q: number): number => latencies[Math.floor(latencies.length * q)] ?? Number.NaN;
  return { requests, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

/** Runs `work` while another process reads the million rows on `connections` connections without end. */
export async function besideReads<T>(server: Server, connections: number, work: () => Promise<T>): Promise<T> {
  const script = join(packageRoot(), 'dist/test/bench/sql/drain.js');
  const child = spawn(process.execPath, [script, String(connections), JSON.stringify(server), READ], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The readers ended with ${code}.`)));
  });
  ended.catch(() => undefined);
  try {
    // One has ended a read: all are at work.
    await Promise.race([ended, new Promise((resolve) => child.stdout.once('data', resolve))]);
    return await Promise.race([ended, work()]);
  } finally {
    child.removeAllListeners('exit');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}
