/**
 * A million rows of a Databricks SQL warehouse through the gateway. The warehouse is the stand-in, in a process of its
 * own: it writes Arrow in JavaScript, so rows a second are its rate as much as the gateway's; memory and delays are the
 * gateway's alone.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../src/config/load-config.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { makeCertificate } from '../../standins/certificate.js';
import { cpuOf } from '../catalog/cpu-of.js';
import { DrainClient, type Server } from '../sql/drain-client.js';
import { type GatewayProcess, startGatewayProcess } from '../sql/gateway-process.js';
import { READ, ROWS, TABLE, writeData, writeSchema } from '../sql/readings.js';
import { jsonPages } from './json-pages.js';

const USER = 'ops.admin@flights.demo';
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

interface Read {
  readonly rows: number;
  readonly firstMs: number;
  readonly ms: number;
}

async function startStandin(folder: string, parquet: string, cert: string, key: string) {
  const env = {
    ...process.env,
    PARQUET: parquet,
    TABLE: `lakehouse.${TABLE}`,
    DATA_DIR: folder,
    CERT: cert,
    KEY: key,
  };
  const child = fork(join(import.meta.dirname, 'standin-process.js'), { env });
  const [host] = (await once(child, 'message')) as [string];
  return {
    host,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function measure(name: string, gateway: GatewayProcess, read: () => Promise<Read>): Promise<string> {
  const runs: Read[] = [];
  gateway.forgetPeak();
  await gateway.loopDelay();
  const before = cpuOf(gateway.pid);
  for (let round = 0; round < ROUNDS; round += 1) {
    const run = await read();
    if (run.rows !== ROWS) throw new Error(`${name}: ${run.rows} rows.`);
    runs.push(run);
  }
  const { p50Ms, p99Ms, maxMs } = await gateway.loopDelay();
  const { ms, firstMs } = runs.sort((a, b) => a.ms - b.ms)[ROUNDS >> 1] ?? { ms: Number.NaN, firstMs: Number.NaN };
  const cpuMs = (cpuOf(gateway.pid) - before) / ROUNDS;
  const cells = [ROWS / ms / 1000, cpuMs, firstMs, gateway.memoryMb('VmHWM'), p50Ms, p99Ms, maxMs];
  const [rate = '', ...rest] = cells.map((value, index) => value.toFixed(index === 0 ? 2 : index > 3 ? 1 : 0));
  return `| ${name} | ${rate} | ${rest.join(' | ')} |`;
}

async function reads(gateway: GatewayProcess, server: Server, token: string): Promise<void> {
  const client = await DrainClient.open(server);
  const postgres = (format: 'text' | 'binary') => async () => {
    const { rows, ms, firstRowMs: firstMs, sqlState } = await client.read(READ, format);
    if (sqlState !== undefined) throw new Error(`A read ended with ${sqlState}.`);
    return { rows, ms, firstMs };
  };
  const atStart = gateway.memoryMb('VmRSS');
  console.log(
    `${ROWS} rows of 6 columns from the stand-in warehouse; the gateway has ${atStart.toFixed(0)} MiB before.\n`,
  );
  console.log(
    '| door | million rows a second | CPU ms | first row, ms | peak memory, MiB | loop p50 ms | p99 ms | most ms |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  console.log(await measure('Postgres, text', gateway, postgres('text')));
  console.log(await measure('Postgres, binary', gateway, postgres('binary')));
  console.log(await measure('JSON, pages of 10,000', gateway, () => jsonPages(gateway.http, token, ROWS)));
  client.close();
}

async function main(): Promise<void> {
  process.env.BENCH_TOKEN = 'token-of-the-bench';
  const folder = mkdtempSync(join(tmpdir(), 'medallion-warehouse-bench-'));
  try {
    const [schemaDir, dataDir] = [join(folder, 'schema'), join(folder, 'data')];
    const parquet = join(folder, 'readings.parquet');
    mkdirSync(dataDir);
    await writeData(parquet);
    const { cert, key } = makeCertificate();
    const standin = await startStandin(folder, parquet, cert, key);
    try {
      writeSchema(
        schemaDir,
        `{ kind: databricks, host: "${standin.host}", warehouse: standin, ca: ca.pem, credential: { kind: token, token: "\${BENCH_TOKEN}" } }`,
      );
      writeFileSync(join(schemaDir, 'ca.pem'), cert);
      const config = loadConfig({ schemaDir, env: { ...process.env, MEDALLION_DATA_DIR: dataDir } });
      const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir });
      const token = await issuer.issueDevToken({ user: USER, groups: ['ops'] });
      const gateway = await startGatewayProcess({ schemaDir, dataDir });
      const { hostname: host, port } = new URL(gateway.sql);
      try {
        await reads(gateway, { host, port: Number(port), user: USER, password: token, database: 'lakehouse' }, token);
      } finally {
        await gateway.stop();
      }
    } finally {
      await standin.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
