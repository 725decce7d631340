import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { createSandbox, type Sandbox } from '../../http/support/sandbox.js';
import { CALLERS, type CallerName, type DemoGateway, startDemo } from '../../support/demo-gateway.js';
import { cancelRequest } from './session/support/frames.js';
import { waitUntil } from './session/support/wait-until.js';

/** What node-postgres keeps of its connection. */
interface Inside {
  readonly processID: number;
  readonly secretKey: number;
  readonly connection: { readonly stream: { pause(): void; resume(): void; destroy(): void } };
}

const STREAMS = 1;

/** No end of work for the source, and no row before it. */
const ENDLESS = 'SELECT count(*) FROM flights a, flights b WHERE a.delay * b.distance < a.distance - b.delay';
const ALL = 'COPY flights TO STDOUT';

let sandbox: Sandbox;
let demo: DemoGateway;
let clients: Client[] = [];

async function connect(caller: CallerName): Promise<Client> {
  const { hostname, port } = new URL(demo.sqlUrl);
  const password = await demo.token(caller);
  const { user } = CALLERS[caller];
  const client = new Client({ host: hostname, port: Number(port), database: 'lakehouse', user, password });
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  await client.query('SELECT 1 FROM airports LIMIT 1');
  return client;
}

const inside = (client: Client) => client as unknown as Inside;

async function cancel(client: Client): Promise<void> {
  const { hostname, port } = new URL(demo.sqlUrl);
  const { processID, secretKey } = inside(client);
  const secret = Buffer.alloc(4);
  secret.writeInt32BE(secretKey);
  const socket = connectSocket(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.end(cancelRequest(processID, secret));
  await once(socket, 'close');
}

const vanish = (client: Client) => inside(client).connection.stream.destroy();

function code(client: Client, text: string): Promise<string> {
  return client.query(text).then(
    () => 'done',
    (error: { readonly code?: string }) => error.code ?? 'gone',
  );
}

function streams() {
  const source = demo.gateway.sources.get('lakehouse');
  if (!(source instanceof DuckdbSource)) throw new Error('The demo has no DuckDB source.');
  const { idleConnections, waitingStatements } = source.load.streams;
  return { running: STREAMS - idleConnections, waiting: waitingStatements };
}

/** Statements that wait for their caller's turn. */
async function queued(): Promise<number> {
  const text = await (await fetch(`${demo.url}/metrics`)).text();
  return Number(/^medallion_\w*queued\w*\{[^}]*door="sql"[^}]*\} (\d+)/mu.exec(text)?.[1] ?? 0);
}

/** A cursor that holds its session's turn and a connection of the source. */
async function holdCursor(caller: CallerName): Promise<Client> {
  const client = await connect(caller);
  await client.query('BEGIN');
  await client.query('DECLARE held CURSOR FOR SELECT * FROM flights');
  await client.query('FETCH 1 FROM held');
  return client;
}

beforeAll(async () => {
  sandbox = createSandbox({ lakehouse: false });
  sandbox.set('maxConcurrentRequestsPerCaller', 1);
  sandbox.edit(
    'gateway.yaml',
    'maxConcurrentRequestsPerCaller: 1',
    'maxConcurrentRequestsPerCaller: 1\n  maxQueuedRequestsPerCaller: 1',
  );
  sandbox.edit('gateway.yaml', 'maxConnections: 3', `maxConnections: 3\n    maxStreams: ${STREAMS}`);
  demo = await startDemo({ schemaDir: sandbox.schemaDir });
}, 60_000);

beforeEach(async () => {
  for (const client of clients) vanish(client);
  clients = [];
  await waitUntil(() => streams().running === 0 && streams().waiting === 0);
});

afterAll(async () => {
  for (const client of clients) vanish(client);
  await demo.close();
  sandbox.remove();
});

describe.each([
  ['a cancel', cancel, '57014'],
  ['a vanished client', async (client: Client) => vanish(client), 'gone'],
] as const)('%s ends', (_name, stop, expected) => {
  it('a statement that the source works on', async () => {
    const client = await connect('ops');
    const outcome = code(client, ENDLESS);
    await waitUntil(() => streams().running === 1);
    await stop(client);
    expect(await outcome).toBe(expected);
    await waitUntil(() => streams().running === 0);
  });

  it('COPY to a client that does not read', async () => {
    const client = await connect('ops');
    const outcome = code(client, ALL);
    await waitUntil(() => streams().running === 1);
    inside(client).connection.stream.pause();
    await stop(client);
    await waitUntil(() => streams().running === 0);
    inside(client).connection.stream.resume();
    expect(await outcome).toBe(expected);
  });

  it('the wait for a connection of the source', async () => {
    const client = await connect('west');
    await holdCursor('ops');
    const outcome = code(client, ENDLESS);
    await waitUntil(() => streams().waiting === 1);
    await stop(client);
    expect(await outcome).toBe(expected);
    await waitUntil(() => streams().waiting === 0);
    expect(streams().running).toBe(STREAMS);
  });

  it('the wait for a turn among the same caller’s sessions', async () => {
    const [waits, next] = [await connect('ops'), await connect('ops')];
    const holder = await holdCursor('ops');
    const outcome = code(waits, ENDLESS);
    while ((await queued()) !== 1);
    expect(await code(next, 'SELECT 1 FROM airports LIMIT 1')).toBe('53300');
    await stop(waits);
    expect(await outcome).toBe(expected);
    while ((await queued()) !== 0);
    const then = code(next, 'SELECT 1 FROM airports LIMIT 1');
    await holder.query('ROLLBACK');
    expect(await then).toBe('done');
  });

  it('a statement of the catalog', async () => {
    const [client, next] = [await connect('bay'), await connect('bay')];
    const tables = Array.from({ length: 6 }, (_, index) => `pg_attribute a${index}`).join(', ');
    const outcome = code(client, `SELECT count(*) FROM ${tables}`);
    const waits = code(next, 'SELECT count(*) FROM pg_class');
    await stop(client);
    if (expected === '57014') while ((await Promise.race([outcome, cancel(client).then(() => 'again')])) === 'again');
    expect(await outcome).toBe(expected);
    expect(await waits).toBe('done');
    expect(await code(next, 'SELECT count(*) FROM pg_class')).toBe('done');
  });
});
