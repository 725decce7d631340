import { loadConfig } from '../../../src/config/load-config.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import type { Server } from './drain-client.js';
import { type FullRead, fullRead } from './full-read.js';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.js';
import { besideReads, type Latencies, pointLookups } from './point-lookups.js';
import { ROWS } from './readings.js';
import { besideSlowReader } from './slow-reader.js';
import { stopping } from './stopping.js';
import { openWorld, type World } from './world.js';

const USER = 'ops.admin@flights.demo';
const LOOKUPS = Number(process.env.BENCH_LOOKUPS ?? 1_000);
const SLOW_MS = Number(process.env.BENCH_SLOW_SECONDS ?? 30) * 1_000;
const READERS = 10;
/** a: whole reads, b: a slow reader, c: look-ups beside reads, d: stopping. */
const PARTS = process.env.BENCH_PARTS ?? 'abcd';

const million = (ms: number): string => (ROWS / ms / 1_000).toFixed(2);

function readLine({ format, gateway, postgres, cpuMs, peakMb }: FullRead): string {
  const cells = [
    million(gateway.ms),
    million(postgres.ms),
    (postgres.ms / gateway.ms).toFixed(2),
    cpuMs.gateway.toFixed(0),
    cpuMs.postgres.toFixed(0),
    gateway.firstRowMs.toFixed(0),
    postgres.firstRowMs.toFixed(0),
    peakMb.toFixed(0),
  ];
  return `| ${format} | ${cells.join(' | ')} |`;
}

function lookupLine(title: string, { p50Ms, p99Ms }: Latencies, idle: Latencies, memoryMb: number): string {
  return `| ${title} | ${p50Ms.toFixed(1)} | ${p99Ms.toFixed(1)} | ${(p99Ms / idle.p99Ms).toFixed(1)} | ${memoryMb.toFixed(0)} |`;
}

const times = (values: readonly number[]): string => values.map((ms) => `${ms.toFixed(0)} ms`).join(' and ');

async function lookupsFor(ms: number, http: string, token: string): Promise<Latencies> {
  const endAt = performance.now() + ms;
  let worst = await pointLookups(http, token, LOOKUPS);
  while (performance.now() < endAt) {
    const next = await pointLookups(http, token, LOOKUPS);
    if (next.p99Ms > worst.p99Ms) worst = next;
  }
  return worst;
}

async function wholeReads(servers: { readonly gateway: Server; readonly postgres: Server }, child: GatewayProcess) {
  console.log(`${ROWS} rows of 6 columns, million rows a second, the middle of the runs:\n`);
  console.log(
    '| format | gateway | PostgreSQL 15 | ratio | CPU ms | its CPU ms | first row, ms | its first row, ms | memory, MiB |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const format of ['text', 'binary'] as const) console.log(readLine(await fullRead(format, servers, child)));
}

async function lookups(gateway: Server, child: GatewayProcess, token: string): Promise<void> {
  await pointLookups(child.http, token, LOOKUPS);
  const idle = await pointLookups(child.http, token, LOOKUPS);
  console.log('\n| GraphQL look-ups by key | p50 ms | p99 ms | of the idle p99 | memory, MiB |\n|---|---|---|---|---|');
  console.log(lookupLine('idle', idle, idle, child.memoryMb('VmRSS')));
  if (PARTS.includes('b')) {
    const slow = await besideSlowReader(gateway, child, () => lookupsFor(SLOW_MS, child.http, token));
    console.log(lookupLine('beside a reader of one row a second', slow.result, idle, slow.peakMb));
  }
  if (!PARTS.includes('c')) return;
  child.forgetPeak();
  const busy = await besideReads(gateway, READERS, () => pointLookups(child.http, token, LOOKUPS));
  console.log(lookupLine(`beside ${READERS} reads of all rows`, busy, idle, child.memoryMb('VmHWM')));
}

async function stops(world: World, serverAt: (url: string) => Server): Promise<void> {
  const { canceled, vanished } = await stopping(world, serverAt);
  console.log(
    `\nA statement has stopped in the engine ${times(canceled)} after a CancelRequest, ${times(vanished)} after its client vanished (one that computes, one that streams).`,
  );
}

async function main(): Promise<void> {
  const world = await openWorld();
  try {
    const env = { MEDALLION_DATA_DIR: world.dataDir };
    const config = loadConfig({ schemaDir: world.schemaDir, env });
    const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
    const token = await issuer.issueDevToken({ user: USER, groups: ['ops'] });
    const serverAt = (url: string): Server => {
      const { hostname: host, port } = new URL(url);
      return { host, port: Number(port), user: USER, password: token, database: 'lakehouse' };
    };
    const { port } = world.postgres;
    const postgres: Server = { host: '127.0.0.1', port, user: 'postgres', password: '', database: 'postgres' };
    const child = await startGatewayProcess(world);
    const gateway = serverAt(child.sql);
    try {
      if (PARTS.includes('a')) await wholeReads({ gateway, postgres }, child);
      if (/[bc]/u.test(PARTS)) await lookups(gateway, child, token);
    } finally {
      await child.stop();
    }
    if (PARTS.includes('d')) await stops(world, serverAt);
  } finally {
    world.close();
  }
}

await main();
