/**
 * Start-up in front of a large Unity Catalog: 5,000 tables × 20 columns in 50 schemas, of which the contract maps a
 * few. The stand-in and each gateway have processes of their own.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../../src/config/load-config.js';
import { ensureLakehouse } from '../../../src/lakehouse/ensure.js';
import { type Certificate, makeCertificate } from '../../standins/certificate.js';
import { cpuOf } from '../catalog/cpu-of.js';
import { memoryOf } from '../catalog/memory-of.js';
import { startWideGateway } from '../catalog/start-wide-gateway.js';
import { countByKind } from './kind-of-call.js';
import { type CatalogSize, contractOf, writeCatalog, writeTagPolicy } from './write-catalog.js';

const SIZE: CatalogSize = {
  schemas: Number(process.env.BENCH_SCHEMAS ?? 50),
  tables: Number(process.env.BENCH_TABLES ?? 5000),
  columns: Number(process.env.BENCH_COLUMNS ?? 20),
};
const REFRESH_SECONDS = 15;
/** Longer than a poll takes, and shorter than the time to the one after it. */
const POLL_MS = 8000;

interface Case {
  readonly name: string;
  readonly mapped: number;
  readonly latencyMs: number;
  readonly folder: string;
}

async function startStandin({ folder, latencyMs }: Case, { cert, key }: Certificate) {
  const env = { ...process.env, FOLDER: folder, CERT: cert, KEY: key, LATENCY_MS: String(latencyMs) };
  const child = fork(join(import.meta.dirname, 'standin-process.js'), { env });
  const [host] = (await once(child, 'message')) as [string];
  return {
    host,
    async calls(): Promise<readonly string[]> {
      child.send('calls');
      const [calls] = (await once(child, 'message')) as [readonly string[]];
      return calls;
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

function writeSchema(folder: string, host: string, { mapped }: Case, cert: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ca.pem'), cert);
  writeFileSync(join(folder, 'types.graphql'), contractOf(mapped, SIZE));
  const settings = `sources:
  lakehouse: { kind: duckdb }
catalog:
  kind: unity
  host: ${host}
  ca: ca.pem
  credential: { kind: token, token: "\${BENCH_TOKEN}" }
  refreshSeconds: ${REFRESH_SECONDS}
identity:
  devIssuer: { enabled: true }
doors:
  graphql: { resolvers: false }
`;
  writeFileSync(join(folder, 'gateway.yaml'), settings);
}

const text = (calls: readonly string[]): string =>
  [...countByKind(calls)].map(([kind, count]) => `${kind} ${count}`).join(', ');

async function measure(each: Case, folder: string, dataDir: string): Promise<readonly string[]> {
  const certificate = makeCertificate();
  const standin = await startStandin(each, certificate);
  try {
    const schemaDir = join(folder, 'schema');
    writeSchema(schemaDir, standin.host, each, certificate.cert);
    const gateway = await startWideGateway(schemaDir, dataDir);
    try {
      const atStart = await standin.calls();
      const { peakMb } = memoryOf(gateway.pid);
      const cpuMs = cpuOf(gateway.pid);
      await sleep(REFRESH_SECONDS * 1000 - Math.min(gateway.readyMs, POLL_MS) + POLL_MS);
      const atPoll = await standin.calls();
      console.log(`${each.name}\n  start: ${text(atStart)}\n  poll:  ${text(atPoll)}`);
      const numbers = [
        gateway.readyMs.toFixed(0),
        cpuMs,
        atStart.length,
        atPoll.length,
        peakMb,
        memoryOf(gateway.pid).peakMb,
      ];
      return [each.name, ...numbers.map(String)];
    } finally {
      await gateway.stop();
    }
  } finally {
    await standin.stop();
  }
}

async function main(): Promise<void> {
  process.env.BENCH_TOKEN = 'token-of-the-bench';
  const { dataDir } = loadConfig({ env: { ...process.env, MEDALLION_LOG_LEVEL: 'silent' } });
  await ensureLakehouse({ dataDir, log: (line) => console.log(line) });
  const folder = mkdtempSync(join(tmpdir(), 'medallion-unity-'));
  try {
    const [plain, tagged] = [join(folder, 'plain'), join(folder, 'tagged')];
    for (const place of [plain, tagged]) writeCatalog(place, SIZE);
    writeTagPolicy(tagged);
    const cases: readonly Case[] = [
      { name: '20 mapped', mapped: 20, latencyMs: 0, folder: plain },
      { name: '20 mapped, 50 ms a call', mapped: 20, latencyMs: 50, folder: plain },
      { name: '20 mapped, policy by tag', mapped: 20, latencyMs: 0, folder: tagged },
      { name: '20 mapped, policy by tag, 50 ms a call', mapped: 20, latencyMs: 50, folder: tagged },
      { name: '500 mapped', mapped: 500, latencyMs: 0, folder: plain },
    ];
    const rows: (readonly string[])[] = [];
    for (const each of cases) rows.push(await measure(each, folder, dataDir));
    console.log(`\n${SIZE.tables} tables of ${SIZE.columns} columns in ${SIZE.schemas} schemas\n`);
    console.log(
      '| case | ready, ms | CPU until then, ms | calls at start | calls of a poll | peak MB at ready | peak MB after a poll |',
    );
    console.log('|---|---|---|---|---|---|---|');
    for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
