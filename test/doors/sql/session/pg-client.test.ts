import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './support/test-server.js';
import { waitUntil } from './support/wait-until.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function withClient(use: (client: pg.Client) => Promise<void>): Promise<void> {
  const options = { host: '127.0.0.1', port: server.port, user: 'ann', database: 'lakehouse' };
  const client = new pg.Client({ ...options, password: 'open sesame', application_name: 'test' });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

test('a query, with parameters, named, and of several statements', async () => {
  await withClient(async (client) => {
    const plain = await client.query('gen 3 mark=a');
    expect(plain.rows).toEqual([0, 1, 2].map((n) => ({ n, mark: 'a' })));
    const bound = await client.query('gen $1 mark=$2', [2, 'b']);
    expect(bound.rows).toEqual([0, 1].map((n) => ({ n, mark: 'b' })));
    for (const count of [1, 2]) {
      const named = await client.query({ name: 'stored', text: 'gen $1', values: [count] });
      expect(named.rowCount).toBe(count);
    }
    const several: unknown = await client.query('begin; gen 2; commit');
    expect(several).toMatchObject([{ command: 'BEGIN' }, { rowCount: 2 }, { command: 'COMMIT' }]);
  });
});

test('an error, and the session after it', async () => {
  await withClient(async (client) => {
    await expect(client.query('gen nowhere')).rejects.toMatchObject({ code: '42P01', severity: 'ERROR' });
    await expect(client.query('gen $1', ['many'])).rejects.toMatchObject({ code: '22P02' });
    expect((await client.query('show application_name')).rows).toEqual([{ application_name: 'test' }]);
  });
});

test('a wrong password', async () => {
  const options = { host: '127.0.0.1', port: server.port, user: 'ann', password: 'guess' };
  await expect(new pg.Client(options).connect()).rejects.toMatchObject({ code: '28P01' });
});

test('100,000 rows, and a pool', async () => {
  await withClient(async (client) => {
    const { rows } = await client.query('gen 100000 batch=2048');
    expect(rows).toHaveLength(100_000);
    expect(rows.at(-1)).toEqual({ n: 99_999, mark: '-' });
  });
  const pool = new pg.Pool({ host: '127.0.0.1', port: server.port, user: 'ann', password: 'open sesame', max: 5 });
  const results = await Promise.all(Array.from({ length: 50 }, (_, index) => pool.query(`gen 20 mark=m${index}`)));
  await pool.end();
  // The pool does not wait until its connections are gone; the server must not close on them before.
  await waitUntil(() => {
    const count = (kind: string): number => server.events.filter((event) => event.kind === kind).length;
    return count('session-ended') === count('session-started');
  });
  for (const [index, { rows }] of results.entries()) {
    expect(new Set(rows.map(({ mark }) => mark))).toEqual(new Set([`m${index}`]));
  }
});
