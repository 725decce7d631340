import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import { DEMO_DATA_DIR } from '../support/demo.js';
import { type DemoGateway, startDemo } from '../support/demo-gateway.js';
import { type ChildGateway, startChildGateway } from './support/child-gateway.js';
import { exchangeBytes, openSocket, postJson, rawRequest } from './support/exchange.js';

const QUERY = '{ flights(first: 1) { nodes { id } } }';
const ANSWER = '{"data":{"flights":{"nodes":[{"id":"1"}]}}}';
const BODY = JSON.stringify({ query: QUERY });
/** Runs for seconds: a group for each of three million rows. */
const SLOW = '{ flightGroups(first: 1) { key { id } percentile(p: 0.5) { delay distance } } }';

let demo: DemoGateway;
let ops: string;

beforeAll(async () => {
  demo = await startDemo();
  ops = await demo.token('ops');
});
afterAll(() => demo.close());

const head = (...lines: readonly string[]) => [
  `Authorization: Bearer ${ops}`,
  'Content-Type: application/json',
  ...lines,
];

async function answersWithin(ms: number): Promise<void> {
  const startedAt = performance.now();
  const reply = await postJson(demo.url, ops, BODY);
  expect([reply.status, reply.text.trim()]).toEqual([200, ANSWER]);
  expect(performance.now() - startedAt).toBeLessThan(ms);
}

describe('Wire: framing', () => {
  test('the control: a well-formed raw request', async () => {
    const reply = await exchangeBytes(demo.url, rawRequest(head(`Content-Length: ${BODY.length}`), BODY));
    expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n/u);
    expect(reply).toContain(ANSWER);
  });

  const smuggled = `POST /graphql HTTP/1.1\r\nHost: gateway\r\n\r\n`;
  test.each([
    ['CL+TE', () => rawRequest(head('Content-Length: 6', 'Transfer-Encoding: chunked'), `0\r\n\r\n${smuggled}`)],
    [
      'TE+CL',
      () =>
        rawRequest(
          head('Transfer-Encoding: chunked', `Content-Length: ${BODY.length}`),
          `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
        ),
    ],
    [
      'duplicate Content-Length that differ',
      () => rawRequest(head(`Content-Length: ${BODY.length}`, 'Content-Length: 5'), BODY),
    ],
    [
      'duplicate Content-Length that agree',
      () => rawRequest(head(`Content-Length: ${BODY.length}`, `Content-Length: ${BODY.length}`), BODY),
    ],
    ['Content-Length list', () => rawRequest(head(`Content-Length: ${BODY.length}, ${BODY.length}`), BODY)],
    ['negative Content-Length', () => rawRequest(head('Content-Length: -1'), BODY)],
    ['Content-Length with a sign', () => rawRequest(head(`Content-Length: +${BODY.length}`), BODY)],
    ['hexadecimal Content-Length', () => rawRequest(head('Content-Length: 0x10'), BODY)],
    ['Content-Length past 64 bits', () => rawRequest(head('Content-Length: 99999999999999999999'), BODY)],
    [
      'an encoding after chunked',
      () =>
        rawRequest(head('Transfer-Encoding: chunked, identity'), `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`),
    ],
    ['an unknown transfer encoding', () => rawRequest(head('Transfer-Encoding: xchunked'), BODY)],
    ['a space before the colon', () => rawRequest(['Content-Length : 5', ...head()], BODY)],
    [
      'a folded header',
      () =>
        rawRequest(
          [`Authorization: Bearer`, ` ${ops}`, 'Content-Type: application/json', `Content-Length: ${BODY.length}`],
          BODY,
        ),
    ],
    [
      'a bare line feed in a header',
      () => rawRequest(head('X-A: b\nX-Smuggled: c', `Content-Length: ${BODY.length}`), BODY),
    ],
    ['a NUL in a header', () => rawRequest(head('X-A: b\0c', `Content-Length: ${BODY.length}`), BODY)],
    ['a chunk size that is none', () => rawRequest(head('Transfer-Encoding: chunked'), `zz\r\n${BODY}\r\n0\r\n\r\n`)],
    [
      'no Host',
      () =>
        `POST /graphql HTTP/1.1\r\nConnection: close\r\n${head(`Content-Length: ${BODY.length}`).join('\r\n')}\r\n\r\n${BODY}`,
    ],
    ['HTTP/0.9', () => 'GET /graphql\r\n\r\n'],
    ['TLS', () => Buffer.from('16030100c8010000c40303', 'hex').toString('latin1')],
    ['HTTP/2 preface', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    [
      'headers of 100 KB',
      () => rawRequest(head(`X-A: ${'x'.repeat(100_000)}`, `Content-Length: ${BODY.length}`), BODY),
    ],
  ])('%s → refused with one 4xx and the connection closed', async (_row, bytes) => {
    const before = demo.statements();
    const reply = await exchangeBytes(demo.url, bytes());
    expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /u);
    expect(reply.match(/HTTP\/1\.1 \d\d\d /gu)).toHaveLength(1);
    expect(reply).not.toContain('"data"');
    expect(reply).not.toContain(ops);
    expect(demo.statements()).toBe(before);
    await answersWithin(3_000);
  });

  test('pipelined requests are answered in order, each as its own caller', async () => {
    const bay = await demo.token('bay');
    const query = JSON.stringify({ query: '{ flights(first: 1) { totalCount } }' });
    const request = (token: string, last: boolean) =>
      `POST /graphql HTTP/1.1\r\nHost: x\r\n${last ? 'Connection: close\r\n' : ''}Authorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${query.length}\r\n\r\n${query}`;
    const reply = await exchangeBytes(demo.url, request(ops, false) + request(bay, false) + request(ops, true));
    const counts = [...reply.matchAll(/"totalCount":(\d+)/gu)].map(([, count]) => Number(count));
    expect([counts[0], counts[2]]).toEqual([3_000_000, 3_000_000]);
    expect(counts[1]).toBeLessThan(1_000_000);
  });
});

describe('Wire: slow and silent clients', () => {
  test('slow loris: 200 clients that send a byte at a time do not hold up others', async () => {
    const sockets = await Promise.all(Array.from({ length: 200 }, () => openSocket(demo.url)));
    const bytes = rawRequest(head(`Content-Length: ${BODY.length}`), BODY);
    sockets.forEach((socket, index) => {
      socket.on('error', () => undefined);
      socket.write(bytes.slice(0, 20 + index));
    });
    const drip = setInterval(() => {
      sockets.forEach((socket) => {
        socket.write('x');
      });
    }, 100);
    try {
      for (let round = 0; round < 5; round += 1) await answersWithin(3_000);
    } finally {
      clearInterval(drip);
      for (const socket of sockets) socket.destroy();
    }
  });

  test('slow read: 40 clients that never read a large reply do not hold up others, nor a connection of the source', async () => {
    const query = JSON.stringify({
      query: '{ flights(first: 10000) { nodes { id date delay distance originIata destinationIata } } }',
    });
    const sockets: Socket[] = [];
    for (let index = 0; index < 40; index += 1) {
      const socket = await openSocket(demo.url);
      socket.on('error', () => undefined);
      socket.pause();
      socket.write(rawRequest(head(`Content-Length: ${query.length}`), query));
      sockets.push(socket);
    }
    try {
      await sleep(500);
      for (let round = 0; round < 5; round += 1) await answersWithin(3_000);
      const source = demo.gateway.sources.get('lakehouse');
      if (!(source instanceof DuckdbSource)) throw new Error('no DuckDB');
      await expect
        .poll(() => source.load.documents, { timeout: 10_000 })
        .toEqual({ idleConnections: 3, waitingStatements: 0 });
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  test('10k idle sockets (as many as this machine lets one process open): others are served', async () => {
    const sockets: Socket[] = [];
    // Both ends are descriptors of this process; some room is left for everything else.
    const wanted = 10_000;
    try {
      for (let batch = 0; batch < wanted / 250; batch += 1) {
        const opened = await Promise.allSettled(Array.from({ length: 250 }, () => openSocket(demo.url)));
        for (const one of opened) {
          if (one.status === 'rejected') continue;
          one.value.on('error', () => undefined);
          sockets.push(one.value);
        }
        if (opened.some(({ status }) => status === 'rejected')) break;
      }
      if (sockets.length < wanted) for (const socket of sockets.splice(-50)) socket.destroy();
      console.log(`${sockets.length} idle sockets were open`);
      expect(sockets.length).toBeGreaterThan(400);
      await sleep(100);
      for (let round = 0; round < 3; round += 1) await answersWithin(5_000);
    } finally {
      for (const socket of sockets) socket.destroy();
      await sleep(200);
    }
    await answersWithin(5_000);
  });
});

describe('Wire: a client that leaves', () => {
  const load = () => {
    const source = demo.gateway.sources.get('lakehouse');
    if (!(source instanceof DuckdbSource)) throw new Error('no DuckDB');
    return source.load.documents;
  };

  test('client gone → its statement is cancelled ≤ 1 s, and those that wait never start', async () => {
    const sockets: Socket[] = [];
    const before = demo.statements();
    for (let index = 0; index < 10; index += 1) {
      const body = JSON.stringify({
        query: SLOW.replace('first: 1', `first: 1, filter: { delay: { gt: ${-2_000 - index} } }`),
      });
      const socket = await openSocket(demo.url);
      socket.on('error', () => undefined);
      socket.write(rawRequest(head(`Content-Length: ${body.length}`), body));
      sockets.push(socket);
    }
    await expect.poll(load, { timeout: 10_000, interval: 10 }).toEqual({ idleConnections: 0, waitingStatements: 7 });
    const leftAt = performance.now();
    for (const socket of sockets) socket.destroy();
    await expect.poll(load, { timeout: 5_000, interval: 10 }).toEqual({ idleConnections: 3, waitingStatements: 0 });
    expect(performance.now() - leftAt).toBeLessThan(1_000);
    expect(demo.statements() - before).toBe(3);
    await answersWithin(3_000);
  });

  test('a half-closed connection still gets its reply', async () => {
    const socket = await openSocket(demo.url);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.end(rawRequest(head(`Content-Length: ${BODY.length}`), BODY));
    await new Promise((resolve) => socket.on('close', resolve));
    expect(Buffer.concat(chunks).toString()).toContain(ANSWER);
  });
});

describe('Wire: 1 GB of variables', () => {
  let child: ChildGateway;
  beforeAll(async () => {
    child = await startChildGateway({ MEDALLION_DATA_DIR: DEMO_DATA_DIR });
  });
  afterAll(() => child.stop());

  test('is not read into memory: refused early, by length and by chunks', async () => {
    expect((await postJson(child.url, ops, BODY)).status).toBe(200);
    const before = child.memoryMb('VmHWM');
    for (const framing of ['Content-Length: 1073741824', 'Transfer-Encoding: chunked']) {
      const socket = await openSocket(child.url);
      socket.on('error', () => undefined);
      let reply = '';
      let closed = false;
      socket.on('data', (chunk) => {
        reply += chunk.toString();
      });
      socket.on('close', () => {
        closed = true;
      });
      socket.write(rawRequest(head(framing)));
      const payload = 'x'.repeat(1 << 20);
      const piece = framing.startsWith('T') ? `${payload.length.toString(16)}\r\n${payload}\r\n` : payload;
      let sentMb = 0;
      for (; sentMb < 1024 && !closed; sentMb += 1) {
        if (!socket.write(piece))
          await Promise.race([
            new Promise((resolve) => socket.once('drain', resolve)),
            new Promise((resolve) => socket.once('close', resolve)),
            sleep(2_000),
          ]);
      }
      await expect.poll(() => reply.slice(0, 13) === 'HTTP/1.1 413 ' || closed, { timeout: 5_000 }).toBe(true);
      expect(sentMb).toBeLessThan(1024);
      socket.destroy();
    }
    const after = child.memoryMb('VmHWM');
    if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(100);
    expect((await postJson(child.url, ops, BODY)).text.trim()).toBe(ANSWER);
  });
});
