/**
 * A catalog of 1,000 tables × 30 columns, crawled by pgjdbc. Needs Java and the driver:
 * `test/heavy/sql-clients/install.sh`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { loadConfig } from '../../../src/config/load-config.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { ensureLakehouse } from '../../../src/lakehouse/ensure.js';
import { packageRoot } from '../../../src/lib/package-root.js';
import { cpuOf } from './cpu-of.js';
import { memoryOf } from './memory-of.js';
import { startWideGateway, type WideGateway } from './start-wide-gateway.js';
import { writeWideSchema } from './write-schema.js';

const TABLES = Number(process.env.BENCH_TABLES ?? 1_000);
const COLUMNS = Number(process.env.BENCH_COLUMNS ?? 30);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const CALLER = { user: 'ops.admin@flights.demo', groups: ['ops'] };

interface Crawl {
  readonly perTable: boolean;
  readonly ms: number;
  readonly steps: readonly { readonly name: string; readonly ms: number; readonly rows: number }[];
}

/** Tells each crawl as it ends. */
async function crawl({ host, port }: WideGateway, token: string, tell: (crawl: Crawl) => void): Promise<void> {
  const root = packageRoot();
  const driver = join(root, 'node_modules/.cache/sql-clients/pgjdbc.jar');
  const child = spawn('java', ['-cp', driver, join(root, 'test/bench/catalog/Crawl.java'), String(ROUNDS)], {
    env: {
      ...process.env,
      PGHOST: host,
      PGPORT: String(port),
      PGDATABASE: 'lakehouse',
      PGUSER: CALLER.user,
      PGPASSWORD: token,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject));
  for await (const line of createInterface({ input: child.stdout })) tell(JSON.parse(line) as Crawl);
  if ((await ended) !== 0) throw new Error('The crawl failed.');
}

/** A data directory of its own; the demo's data is borrowed. */
async function freshDataDir(folder: string): Promise<string> {
  const { dataDir } = loadConfig({ env: { ...process.env, MEDALLION_LOG_LEVEL: 'silent' } });
  const lakehouse = await ensureLakehouse({ dataDir, log: (line) => console.log(line) });
  const fresh = join(folder, 'data');
  const borrowed = join(fresh, relative(dataDir, lakehouse.folder));
  mkdirSync(dirname(borrowed), { recursive: true });
  symlinkSync(lakehouse.folder, borrowed);
  return fresh;
}

/** Round 0 is cold: the caller's catalog is made in it. */
async function measureStart(schemaDir: string, dataDir: string): Promise<void> {
  const gateway = await startWideGateway(schemaDir, dataDir);
  try {
    const { devIssuer } = loadConfig({ schemaDir, env: { ...process.env, MEDALLION_DATA_DIR: dataDir } }).identity;
    const issuer = await openDevIssuer({ settings: devIssuer, dataDir });
    const token = await issuer.issueDevToken(CALLER);
    const { residentMb } = memoryOf(gateway.pid);
    let cpuMs = cpuOf(gateway.pid);
    console.log(`Ready after ${gateway.readyMs.toFixed(0)} ms, ${residentMb} MB resident`);
    let round = 0;
    await crawl(gateway, token, ({ perTable, ms, steps }) => {
      const memory = memoryOf(gateway.pid);
      const usedMs = cpuOf(gateway.pid) - cpuMs;
      cpuMs += usedMs;
      const kind = perTable ? 'table by table' : 'whole';
      const split = steps.map((step) => `${step.name} ${step.ms.toFixed(0)} (${step.rows})`).join(', ');
      console.log(
        `${kind}, round ${round}: ${ms.toFixed(0)} ms (${usedMs} ms CPU of the gateway); ${memory.residentMb} MB resident, ${memory.peakMb} at most\n  ${split}`,
      );
      round += 1;
    });
  } finally {
    await gateway.stop();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-catalog-'));
  try {
    const schemaDir = join(folder, 'schema');
    const { schemaDir: demo } = loadConfig({ env: { ...process.env, MEDALLION_LOG_LEVEL: 'silent' } });
    writeWideSchema(demo, schemaDir, TABLES, COLUMNS);
    const dataDir = await freshDataDir(folder);
    await measureStart(schemaDir, dataDir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
