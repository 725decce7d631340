import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SETTINGS } from '../../../../src/doors/sql/session/setting-definitions.js';
import { frame, GSS_REQUEST, packet, password, query, startup, sync, TLS_REQUEST } from '../session/support/frames.js';
import { startTestServer, type TestServer } from '../session/support/test-server.js';
import { brief, fieldsOf, WireClient } from '../session/support/wire-client.js';

const ANN = { user: 'ann', database: 'lakehouse' };
let server: TestServer;
let secure: TestServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'medallion-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-days', '2'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', ...kind, '-keyout', keyFile, '-out', certFile, ...subject], { stdio: 'ignore' });
  const tls = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  server = await startTestServer();
  secure = await startTestServer({ tls, requireTls: true });
});

afterAll(async () => {
  await Promise.all([server.close(), secure.close()]);
  rmSync(folder, { recursive: true });
});

/** Sends raw bytes; what comes back until the server closes. */
async function refused(port: number, ...messages: readonly Buffer[]): Promise<string[]> {
  const client = await WireClient.open(port);
  client.send(...messages);
  const replies = await client.until('none');
  client.close();
  return replies.map(brief);
}

/** Sends `request` and reads the single byte that answers it. */
async function answer(client: WireClient, request: Buffer): Promise<string> {
  client.socket.removeAllListeners('data');
  const first = once(client.socket, 'data');
  client.send(request);
  const [bytes] = await first;
  return String(bytes);
}

describe('a session', () => {
  test('begins with its settings and its cancel key', async () => {
    const client = await WireClient.open(server.port);
    client.send(startup({ ...ANN, application_name: 'tool', TimeZone: 'europe/berlin' }), password('open sesame'));
    const replies = await client.until('Z');
    client.close();
    expect(replies.filter(({ type }) => type !== 'S').map(({ type }) => type)).toEqual(['R', 'R', 'K', 'Z']);
    const told = Object.fromEntries(
      replies.filter(({ type }) => type === 'S').map(({ body }) => body.toString().split('\0', 2)),
    );
    expect(told).toEqual({
      application_name: 'tool',
      client_encoding: 'UTF8',
      DateStyle: 'ISO, MDY',
      default_transaction_read_only: 'on',
      in_hot_standby: 'off',
      integer_datetimes: 'on',
      IntervalStyle: 'postgres',
      is_superuser: 'off',
      scram_iterations: '4096',
      search_path: '"$user", public',
      server_encoding: 'UTF8',
      server_version: '18.6',
      session_authorization: 'ann',
      standard_conforming_strings: 'on',
      TimeZone: 'Europe/Berlin',
    });
    expect(SETTINGS.size).toBeGreaterThan(50);
  });

  test('takes options, and goes back to them on RESET', async () => {
    const options = '-c statement_timeout=7s --search-path=a\\ b -cmy.name=x';
    const client = await WireClient.start(server.port, 'ann', { options });
    expect(await client.ask(query('show search_path; show my.name'))).toEqual([
      ...['T', 'D:a b', 'C:SHOW', 'T', 'D:x', 'C:SHOW', 'Z:I'],
    ]);
    await client.ask(query('set statement_timeout = 0'));
    expect(await client.ask(query('reset statement_timeout; show statement_timeout'))).toContain('D:7s');
    client.close();
  });

  test.each([
    [{ nonsense: '1' }, '42704'],
    [{ client_encoding: 'LATIN1' }, '0A000'],
    [{ options: '-d 5' }, '42601'],
    [{ options: '-c server_version=1' }, '55P02'],
    [{ replication: 'database' }, '0A000'],
    [{ user: '' }, '28000'],
  ])('is refused with %j', async (parameters, sqlState) => {
    const replies = await refused(server.port, startup({ ...ANN, ...parameters }), password('open sesame'));
    expect(replies.at(-1)).toBe(`E:${sqlState}`);
  });

  test.each([
    ['3.2', 196_610],
    ['3.9999, as clients ask for that try the negotiation out', 206_607],
  ])('of protocol %s is taken down to 3.0', async (_name, version) => {
    const client = await WireClient.open(server.port);
    client.send(startup({ ...ANN, '_pq_.thing': '1' }, version), password('open sesame'));
    const [first] = await client.until('Z');
    client.close();
    expect(first?.type).toBe('v');
    expect(first?.body.readInt32BE(0)).toBe(196_608);
    expect(first?.body.toString('utf8', 8)).toBe('_pq_.thing\0');
  });

  test('of protocol 2 is refused', async () => {
    expect(await refused(server.port, startup(ANN, 131_072))).toEqual(['E:0A000']);
  });
});

describe('authentication', () => {
  test('fails with a wrong password', async () => {
    expect(await refused(server.port, startup(ANN), password('guess'))).toEqual(['R', 'E:28P01']);
    expect(await refused(server.port, startup(ANN), password(''))).toEqual(['R', 'E:28P01']);
  });

  test('takes nothing but a password, and no long one', async () => {
    expect(await refused(server.port, startup(ANN), query('gen 1'))).toEqual(['R', 'E:08P01']);
    expect(await refused(server.port, startup(ANN), sync())).toEqual(['R', 'E:08P01']);
    expect(await refused(server.port, startup(ANN), password('x'.repeat(65_536)))).toEqual(['R', 'E:08P01']);
    expect(await refused(server.port, password('open sesame'))).toEqual(['E:08P01']);
  });

  test('has its time', async () => {
    const hasty = await startTestServer({ authTimeoutMs: 30 });
    expect(await refused(hasty.port, startup(ANN))).toEqual(['R', 'E:57014']);
    expect(await refused(hasty.port, Buffer.from([0, 0]))).toEqual(['E:57014']);
    await hasty.close();
  });
});

describe('encryption', () => {
  test('is declined where there is no certificate, and the session goes on in clear', async () => {
    const client = await WireClient.open(server.port);
    expect(await answer(client, GSS_REQUEST)).toBe('N');
    expect(await answer(client, TLS_REQUEST)).toBe('N');
    const next = new WireClient(client.socket);
    next.send(startup(ANN), password('open sesame'));
    expect((await next.until('Z')).at(-1)?.type).toBe('Z');
    next.close();
  });

  test('comes by TLS 1.3 where there is one', async () => {
    const client = await WireClient.open(secure.port);
    expect(await answer(client, TLS_REQUEST)).toBe('S');
    const socket = connect({ socket: client.socket, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    expect(socket.getProtocol()).toBe('TLSv1.3');
    const inner = new WireClient(socket);
    inner.send(startup(ANN), password('open sesame'));
    await inner.until('Z');
    expect(await inner.ask(query('show ssl'))).toEqual(['T', 'D:on', 'C:SHOW', 'Z:I']);
    const rows = await inner.ask(query('gen 3000 width=500'));
    expect(rows).toHaveLength(3_003);
    inner.close();
  });

  test.each([
    [
      'its certificate is of a CA of the client’s',
      () => ({ ca: readFileSync(join(folder, 'cert.pem'), 'utf8') }),
      undefined,
    ],
    ['not: its CA is unknown', () => ({}), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ] as const)('is trusted if %s', async (_name, trust, refusal) => {
    const ssl = { ...trust(), servername: 'localhost', rejectUnauthorized: true };
    const { port } = secure;
    const client = new Client({ ...ANN, host: '127.0.0.1', port, password: 'open sesame', ssl });
    client.on('error', () => undefined);
    const outcome = await client.connect().then(
      () => undefined,
      (error: { readonly code?: string }) => error.code,
    );
    await client.end();
    expect(outcome).toBe(refusal);
  });

  test('is asked for before a password is', async () => {
    const client = await WireClient.open(secure.port);
    client.send(startup(ANN), password('open sesame'));
    const replies = await client.until('none');
    expect(replies.map(brief)).toEqual(['E:28000']);
    expect(replies[0] === undefined ? {} : fieldsOf(replies[0])).toMatchObject({ S: 'FATAL', V: 'FATAL' });
  });

  test('takes no bytes that came in clear behind the request for it', async () => {
    expect(await refused(secure.port, TLS_REQUEST, startup(ANN))).toEqual(['E:08P01']);
    expect(await refused(secure.port, GSS_REQUEST, startup(ANN))).toEqual(['E:08P01']);
  });

  test('that fails ends the connection alone', async () => {
    const client = await WireClient.open(secure.port);
    expect(await answer(client, TLS_REQUEST)).toBe('S');
    client.send(Buffer.from('this is no hello of TLS'.repeat(10)));
    await once(client.socket, 'close');
    expect(await refused(secure.port, startup(ANN))).toEqual(['E:28000']);
  });
});

describe('a broken stream ends the session, and only that', () => {
  test.each([
    ['a type that does not exist', frame('!')],
    ['a length under 4', Buffer.from('Q\0\0\0\u0003')],
    ['a length over the cap', Buffer.from('Q\u007f\0\0\0')],
    ['a password in mid-session', password('open sesame')],
    ['a second startup packet', packet(196_608, Buffer.from('user\0bob\0\0'))],
  ])('%s', async (_what, bytes) => {
    const client = await WireClient.start(server.port, 'ann');
    const other = await WireClient.start(server.port, 'bob');
    client.send(bytes);
    expect((await client.until('none')).map(brief)).toEqual(['E:08P01']);
    expect(await other.ask(query('gen 0'))).toEqual(['T', 'C:SELECT 0', 'Z:I']);
    other.close();
  });
});
