import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SqlServerEvent } from '../../../../src/doors/sql/sql-server.js';
import {
  bind,
  closePortal,
  closeStatement,
  describePortal,
  describeStatement,
  execute,
  flush,
  frame,
  parse,
  query,
  startup,
  sync,
  TLS_REQUEST,
  terminate,
} from './support/frames.js';
import { startTestServer, type TestServer } from './support/test-server.js';
import { waitUntil } from './support/wait-until.js';
import { valuesOf, WireClient } from './support/wire-client.js';

const FRAMES = Number(process.env.MEDALLION_FUZZ_FRAMES ?? 200_000);
const SEED = Number(process.env.MEDALLION_FUZZ_SEED ?? 7);
const FRAMES_PER_SESSION = 200;
const SESSIONS_AT_ONCE = 24;
/** Of so many frames one ends a packet, on the average. */
const FRAMES_PER_PACKET = 8;

/** mulberry32: the same numbers for the same seed. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof randomNumbers>;

const STATEMENTS = [
  'gen 3',
  'gen 5 batch=2',
  'gen 2 batch=1 fail=1',
  'gen nowhere',
  'copy gen 3',
  'gen $1',
  'begin',
  'commit',
  'rollback',
  'savepoint p',
  'rollback to p',
  'declare p cursor with hold for gen 9 batch=2',
  'declare q cursor for gen 9 batch=2',
  'fetch 2 from p',
  'move 1 in q',
  'close all',
  'set my.name = x',
  'set timezone = Asia/Tokyo',
  'discard all',
  'show all',
  'prepare p as gen 4',
  'execute p',
  'begin; gen 2; commit; gen 1',
  '',
];
const NAMES = ['', 'p', 'q'];

function pick<T>(from: readonly [T, ...T[]] | readonly T[], random: Random): T {
  return from[random(from.length)] as T;
}

/** A message as a client would send it; rows that it asks for bear `mark`. */
function message(mark: string, random: Random): Buffer {
  const name = pick(NAMES, random);
  const text = pick(STATEMENTS, random).replaceAll(/gen (\d+|\$1)/g, `$& mark=${mark}`);
  const makers: readonly (() => Buffer)[] = [
    () => query(text),
    () => parse(name, text),
    () => parse(name, text),
    () =>
      bind(pick(NAMES, random), name, {
        values: random(2) === 0 ? [] : ['2'],
        resultFormats: random(3) === 0 ? [1] : [],
      }),
    () => bind(pick(NAMES, random), name),
    () => describeStatement(name),
    () => describePortal(name),
    () => execute(name, random(4)),
    () => execute(name, random(4)),
    () => closePortal(name),
    () => closeStatement(name),
    flush,
    sync,
    sync,
    sync,
    () => frame(pick(['F', 'd', 'c', 'f'], random), Buffer.from('abc\0')),
    () => (random(20) === 0 ? terminate() : sync()),
    () => (random(20) === 0 ? startup({ user: 'x' }) : sync()),
    () => (random(20) === 0 ? TLS_REQUEST : sync()),
  ];
  return pick(makers, random)();
}

const EDGES = [0, 1, 3, 4, 0x7f, 0x80, 0xff];

/** The message with some harm done to it, or none. */
function mutate(from: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(from);
  const at = random(bytes.length);
  // Most harm is done behind the length: the frame stays whole, so the session goes on and gets deeper.
  switch (random(120)) {
    case 0:
      bytes[at] = pick(EDGES, random);
      return bytes;
    case 1:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return bytes;
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at)]);
    case 4:
    case 5:
      return Buffer.concat([bytes, bytes]);
    default:
      if (bytes.length > 5) bytes[5 + random(bytes.length - 5)] = random(2) === 0 ? pick(EDGES, random) : random(256);
      return bytes;
  }
}

const WATCHER = 0;
const MARK = /^[0-9a-f]{16}$/;

/** The session's number and a digest of it: no mutation makes one mark of another, and none need be kept. */
function markOf(session: number): string {
  const number = session.toString(16).padStart(6, '0');
  return number + hash('sha256', `${SEED} ${number}`).slice(0, 10);
}

function isMark(value: string): boolean {
  return MARK.test(value) && markOf(Number.parseInt(value.slice(0, 6), 16)) === value;
}

function foreignRows(client: WireClient, own: string): (string | null)[][] {
  const rows = client.replies.filter(({ type }) => type === 'D').map(valuesOf);
  return rows.filter((row) => row.some((value) => value !== null && value !== own && isMark(value)));
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const MAX_GROWTH_BYTES = 24 * 1024 * 1024;

function heapBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let server: TestServer;
let started = 0;
let ended = 0;
const errors = new Set<string>();
const broken: unknown[] = [];
const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => {
  rejections.push(reason);
};

function note(event: SqlServerEvent): void {
  if (event.kind !== 'error') {
    if (event.kind === 'session-started') started += 1;
    else ended += 1;
  } else {
    errors.add(event.error.sqlState);
    if (event.error.sqlState === 'XX000') broken.push(event.error.cause);
  }
}

beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  server = await startTestServer({ maxConnections: 100, maxMessageBytes: 100_000, report: note });
});

afterAll(async () => {
  process.off('unhandledRejection', onRejection);
  await server.close();
});

async function fuzzSession(mark: string, random: Random): Promise<number> {
  const beforeStart = random(20) === 0;
  const client = beforeStart ? await WireClient.open(server.port) : await WireClient.start(server.port, mark);
  let sent = 0;
  let packet: Buffer[] = [];
  for (; sent < FRAMES_PER_SESSION && !client.isClosed; sent += 1) {
    const made = message(mark, random);
    packet.push(random(3) === 0 ? mutate(made, random) : made);
    if (random(FRAMES_PER_PACKET) > 0) continue;
    client.send(...packet);
    packet = [];
    await pause(0);
  }
  client.send(...packet, sync());
  await pause(random(5));
  expect(foreignRows(client, mark)).toEqual([]);
  client.close();
  return sent;
}

test(
  `${FRAMES} mutated frames: no crash, and no session sees rows of another`,
  async () => {
    const watcher = await WireClient.start(server.port, 'watcher');
    const own = markOf(WATCHER);
    await watcher.ask(query(`begin; declare p cursor for gen 1000000 batch=3 mark=${own}`));
    let sent = 0;
    let session = 0;
    let seen = 0;
    async function worker(): Promise<void> {
      while (sent < FRAMES) {
        session += 1;
        const mark = markOf(session);
        const frames = await fuzzSession(mark, randomNumbers(SEED * 1_000_003 + session));
        sent += frames;
        if (early === 0 && sent > FRAMES / 4) early = heapBytes();
      }
    }
    let early = 0;
    let isOver = false;
    async function watch(): Promise<void> {
      while (!isOver) {
        expect(await watcher.ask(query('fetch 2 from p'))).toEqual([
          ...['T', `D:${seen},${own}`, `D:${seen + 1},${own}`, 'C:FETCH 2', 'Z:T'],
        ]);
        watcher.forget();
        seen += 2;
        await pause(5);
      }
    }
    const watching = watch();
    await Promise.all(Array.from({ length: SESSIONS_AT_ONCE }, worker));
    isOver = true;
    await watching;
    watcher.close();
    expect(seen).toBeGreaterThan(0);
    await waitUntil(() => server.statements.counters.open === 0);
    await waitUntil(() => started === ended);
    expect(rejections).toEqual([]);
    expect(broken).toEqual([]);
    expect(heapBytes() - early).toBeLessThan(MAX_GROWTH_BYTES);
    // The frames got deep enough to meet all of these.
    for (const state of ['08P01', '25P02', '26000', '34000', '42P05', '42P03', '55000', '0A000']) {
      expect(errors).toContain(state);
    }
  },
  60_000 + 12 * FRAMES,
);
