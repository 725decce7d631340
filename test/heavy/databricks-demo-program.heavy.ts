import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { DEMO_DATA_DIR } from '../support/demo.js';

/** What `npm run demo:databricks` runs once all is built. */
const PROGRAM = resolve('dist/test/standins/workspace/demo.js');
const ENV = { MEDALLION_DATA_DIR: DEMO_DATA_DIR, MEDALLION_HTTP_PORT: '0' };

const READY = '{"event":"ready"';

class Demo {
  output = '';
  readonly exited: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    this.exited = once(child, 'close').then(([code]) => code as number | null);
  }

  /** The addresses of its last line. */
  async ready(): Promise<{ readonly http: string; readonly sql: string }> {
    const line = () => this.output.split('\n').find((text) => text.startsWith(READY) && text.endsWith('}'));
    await expect.poll(() => line() ?? this.output, { timeout: 60_000 }).toContain(READY);
    return JSON.parse(line() ?? '') as { readonly http: string; readonly sql: string };
  }

  /** The tokens that it printed, in the order of its callers. */
  get tokens(): readonly string[] {
    return [...this.output.matchAll(/^ {2}TOKEN=(.+)$/gmu)].map(([, token = '']) => token);
  }
}

let demo: Demo | undefined;

function start(args: readonly string[], env: Readonly<Record<string, string>> = ENV): Demo {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, ...env } });
  demo = new Demo(child);
  return demo;
}

afterEach(async () => {
  if (demo?.child.exitCode === null) demo.child.kill('SIGTERM');
  await demo?.exited;
});

const isListening = (url: string) =>
  fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );

async function countAs(sql: string, user: string, password: string): Promise<string> {
  const { hostname, port } = new URL(sql);
  const client = new pg.Client({ host: hostname, port: Number(port), user, password, database: 'lakehouse' });
  await client.connect();
  const { rows } = await client.query<{ readonly count: string }>('SELECT count(*) FROM gold.flights');
  await client.end();
  return rows[0]?.count ?? '';
}

describe.each(['service', 'caller'] as const)('--identity %s', (identity) => {
  test('prints tokens that work at both doors, and leaves nothing behind at Ctrl-C', async () => {
    const running = start(['--identity', identity]);
    const { http, sql } = await running.ready();
    const [ops = '', west = ''] = running.tokens;
    const counts = await Promise.all(
      [ops, west].map(async (token) => {
        const response = await fetch(`${http}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: '{"query":"{ flights { totalCount } }"}',
        });
        return response.text();
      }),
    );
    expect(counts).toEqual([3_000_000, 640_014].map((count) => `{"data":{"flights":{"totalCount":${count}}}}`));
    expect(await countAs(sql, 'west.analyst@flights.demo', west)).toBe('640014');
    const enforcedBy = identity === 'service' ? 'EXISTS (SELECT 1 FROM `lakehouse`' : 'as west.analyst@flights.demo: ';
    expect(running.output).toContain(enforcedBy);
    running.child.kill('SIGINT');
    expect(await running.exited, running.output).toBe(0);
    expect(await isListening(http)).toBe(false);
  });
});

test('says in a line why it cannot start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const busy = start([], { ...ENV, MEDALLION_HTTP_PORT: port, MEDALLION_SQL_PORT: '0' });
  expect(await busy.exited).toBe(1);
  expect(busy.output).toContain('another process listens there');
  expect(busy.output).not.toMatch(/^\s+at /mu);
  taken.close();
  const wrong = start(['--identity', 'nobody']);
  expect(await wrong.exited).toBe(1);
  expect(wrong.output).toBe('--identity is service or caller, not nobody.\n');
});
