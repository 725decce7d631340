import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { SqlServerOptions } from '../../../../src/doors/sql/sql-server.js';
import { bind, cancelRequest, execute, parse, password, query, startup, sync } from './support/frames.js';
import { startTestServer, type TestServer } from './support/test-server.js';
import { waitUntil } from './support/wait-until.js';
import { brief, WireClient } from './support/wire-client.js';

let server: TestServer;

async function start(options: Partial<SqlServerOptions> = {}): Promise<void> {
  server = await startTestServer(options);
}

afterEach(() => server.close());

/** Opens a session by hand. @returns its first replies, or those that refused it */
async function attempt(user: string, secret = 'open sesame'): Promise<{ client: WireClient; last: string }> {
  const client = await WireClient.open(server.port);
  client.send(startup({ user, database: 'lakehouse' }), password(secret));
  const replies = await client.until('Z');
  const last = replies.at(-1);
  return { client, last: last === undefined ? '' : brief(last) };
}

describe('connections', () => {
  test('are as many as there are places, and one that ends gives its place back', async () => {
    await start({ maxConnections: 2 });
    const first = await attempt('ann');
    await attempt('bob');
    expect((await attempt('cay')).last).toBe('E:53300');
    first.client.close();
    await waitUntil(() => server.events.some(({ kind }) => kind === 'session-ended'));
    expect((await attempt('cay')).last).toBe('Z:I');
  });

  test('of one user are counted apart', async () => {
    await start({ maxConnectionsPerUser: 1 });
    await attempt('ann');
    expect((await attempt('ann')).last).toBe('E:53300');
    expect((await attempt('bob')).last).toBe('Z:I');
  });

  test('without a session do not pile up', async () => {
    await start({ maxConnections: 1 });
    const idle = await Promise.all(Array.from({ length: 80 }, () => WireClient.open(server.port)));
    await waitUntil(() => idle.filter(({ isClosed }) => isClosed).length === 80 - 64);
    for (const client of idle) client.close();
  });

  test('to a database that does not exist are refused', async () => {
    await start({ acceptsDatabase: (name) => name === 'other' });
    expect((await attempt('ann')).last).toBe('E:3D000');
  });
});

test('a listener that cannot be had names the setting', async () => {
  await start();
  await expect(startTestServer({ port: server.port })).rejects.toThrowError('MEDALLION_SQL_PORT');
});

/** The key that BackendKeyData gave. */
function keyOf(client: WireClient): { processId: number; secret: Buffer } {
  const body = client.replies.find(({ type }) => type === 'K')?.body ?? Buffer.alloc(8);
  return { processId: body.readInt32BE(0), secret: body.subarray(4) };
}

async function cancel(processId: number, secret: Buffer): Promise<WireClient> {
  const client = await WireClient.open(server.port);
  client.send(cancelRequest(processId, secret));
  await client.closed();
  return client;
}

describe('CancelRequest', () => {
  test('stops the statement of its session, and never answers', async () => {
    await start();
    const ann = await WireClient.start(server.port, 'ann');
    const bob = await WireClient.start(server.port, 'bob');
    ann.send(query('gen 10 hang=0'));
    bob.send(query('gen 10 hang=0'));
    await waitUntil(() => server.statements.counters.open === 2);
    const { processId, secret } = keyOf(ann);
    expect((await cancel(processId, secret)).replies).toEqual([]);
    expect((await ann.until('Z')).map(brief)).toEqual(['T', 'E:57014', 'Z:I']);
    expect(server.statements.counters).toMatchObject({ open: 1, aborted: 1 });
    expect(await ann.ask(query('gen 0'))).toEqual(['T', 'C:SELECT 0', 'Z:I']);
    bob.close();
    await waitUntil(() => server.statements.counters.open === 0);
  });

  test('with a wrong secret, or of an idle session, does nothing', async () => {
    await start();
    const ann = await WireClient.start(server.port, 'ann');
    const { processId, secret } = keyOf(ann);
    const wrong = Buffer.from(secret.map((byte) => byte ^ 1));
    await cancel(processId, secret);
    ann.send(query('gen 3 batch=1 delay=20'));
    await cancel(processId, wrong);
    await cancel(processId + 1, secret);
    expect((await ann.until('Z')).map(brief).at(-2)).toBe('C:SELECT 3');
  });

  test('stops an analysis', async () => {
    await start();
    const ann = await WireClient.start(server.port, 'ann');
    ann.send(parse('', 'gen slowly'), sync());
    const { processId, secret } = keyOf(ann);
    const replies = ann.until('Z');
    const done = replies.then(() => true);
    // The request may overtake the Parse, so it is made until it hits.
    while (!(await Promise.race([done, cancel(processId, secret).then(() => false)])));
    expect((await replies).map(brief)).toEqual(['E:57014', 'Z:I']);
  });
});

describe('time', () => {
  test('statement_timeout stops a statement, and 0 lifts it', async () => {
    await start();
    const ann = await WireClient.start(server.port, 'ann');
    await ann.ask(query('set statement_timeout = 20'));
    expect(await ann.ask(query('gen 5 hang=0'))).toEqual(['T', 'E:57014', 'Z:I']);
    expect(await ann.ask(parse('', 'gen slowly'), sync())).toEqual(['E:57014', 'Z:I']);
    await ann.ask(query('set statement_timeout = 0'));
    expect((await ann.ask(query('gen 5 batch=1 delay=10'))).at(-2)).toBe('C:SELECT 5');
  });

  test("the server's bound holds whatever the session sets", async () => {
    await start({ statementTimeoutMs: 30 });
    const ann = await WireClient.start(server.port, 'ann', { options: '-c statement_timeout=0' });
    expect(await ann.ask(query('gen 5 hang=0'))).toEqual(['T', 'E:57014', 'Z:I']);
    await ann.ask(query('begin; declare c cursor for gen 500 batch=1 delay=4'));
    expect((await ann.ask(query('fetch all from c'))).at(-2)).toBe('E:57014');
  });

  test("the server's bound does not count a slow reader's time", async () => {
    await start({ statementTimeoutMs: 2_000 });
    const ann = await WireClient.start(server.port, 'ann');
    ann.socket.pause();
    ann.send(query('gen 20000 width=1000'));
    await waitUntil(() => server.statements.counters.batches > 5);
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    ann.socket.resume();
    expect((await ann.until('Z')).map(brief).at(-2)).toBe('C:SELECT 20000');
  });

  test('a session ends at the first statement after its credential has', async () => {
    await start();
    const { client, last } = await attempt('ann', 'short 60');
    expect(last).toBe('Z:I');
    expect((await client.ask(query('gen 0'))).at(-1)).toBe('Z:I');
    await new Promise((resolve) => setTimeout(resolve, 70));
    client.send(query('gen 0'));
    expect((await client.until('none')).map(brief)).toEqual(['E:28000']);
  });
});

describe('a client that vanishes', () => {
  test.each([
    ['breaks off', (client: WireClient) => client.socket.resetAndDestroy()],
    ['closes', (client: WireClient) => client.socket.end()],
  ])('and %s stops its statement', async (_how, vanish) => {
    await start();
    const ann = await WireClient.start(server.port, 'ann');
    ann.send(query('gen 5 batch=1 hang=2'));
    await waitUntil(() => server.statements.counters.batches === 2);
    vanish(ann);
    await waitUntil(() => server.statements.counters.open === 0);
    expect(server.statements.counters.aborted).toBe(1);
  });

  test('stops its suspended portals', async () => {
    await start();
    const ann = await WireClient.start(server.port, 'ann');
    await ann.ask(query('begin'));
    await ann.ask(parse('', 'gen 500 batch=1'), bind('p', ''), execute('p', 1), sync());
    expect(server.statements.counters.open).toBe(1);
    ann.close();
    await waitUntil(() => server.statements.counters.open === 0);
  });
});

describe('back-pressure', () => {
  test('a client that does not read holds the source', async () => {
    await start();
    const socket = connect(server.port, '127.0.0.1');
    const ann = new WireClient(socket);
    ann.send(startup({ user: 'ann' }), password('open sesame'));
    await ann.until('Z');
    socket.pause();
    const batches = 20_000;
    ann.send(query(`gen ${batches * 10} batch=10 width=1000`));
    let last = -1;
    // The kernel's buffers fill; then nothing moves any more.
    while (server.statements.counters.batches !== last) {
      last = server.statements.counters.batches;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(last).toBeGreaterThan(10);
    expect(last).toBeLessThan(batches / 4);
    ann.close();
    await waitUntil(() => server.statements.counters.open === 0);
  });

  test('a client that sends without end and reads nothing is held too', async () => {
    await start();
    const ann = await WireClient.start(server.port, 'ann');
    ann.socket.pause();
    const statements = 2_000;
    ann.send(...Array.from({ length: statements }, () => query('gen 20 width=1000')));
    let last = -1;
    while (server.statements.counters.executed !== last) {
      last = server.statements.counters.executed;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(last).toBeGreaterThan(1);
    expect(last).toBeLessThan(statements / 2);
    const other = await WireClient.start(server.port, 'bob');
    expect(await other.ask(query('gen 0'))).toEqual(['T', 'C:SELECT 0', 'Z:I']);
    ann.close();
  });
});

describe('close', () => {
  test('sends idle sessions away and lets a running one end', async () => {
    await start({ closeTimeoutMs: 5_000 });
    const idle = await WireClient.start(server.port, 'ann');
    const busy = await WireClient.start(server.port, 'bob');
    busy.send(query('gen 4 batch=1 delay=20'));
    await waitUntil(() => server.statements.counters.open === 1);
    const closing = server.close();
    expect((await idle.until('none')).map(brief)).toEqual(['E:57P01']);
    const replies = (await busy.until('none')).map(brief);
    expect(replies.slice(-3)).toEqual(['C:SELECT 4', 'Z:I', 'E:57P01']);
    await closing;
  });

  test('stops one that runs too long', async () => {
    await start({ closeTimeoutMs: 20 });
    const busy = await WireClient.start(server.port, 'bob');
    busy.send(query('gen 4 hang=0'));
    await waitUntil(() => server.statements.counters.open === 1);
    await server.close();
    expect((await busy.until('none')).map(brief)).toEqual(['T', 'E:57P01']);
    expect(server.statements.counters.open).toBe(0);
  });
});
