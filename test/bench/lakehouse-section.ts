import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadConfig } from '../../src/config/load-config.js';
import { openDevIssuer } from '../../src/identity/dev-issuer.js';
import { ensureLakehouse } from '../../src/lakehouse/ensure.js';
import { packageRoot } from '../../src/lib/package-root.js';
import { type Child, startChild } from './child.js';
import { jsShares } from './js-share.js';
import { ask, type Load, type Measured, measure, median } from './measure.js';
import { type Table, tableOf } from './report.js';
import { WORKLOADS, type Workload } from './workloads.js';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const BODIES = 400;
/** Requests of a run at least, however slow they are. */
const FEWEST = 24;

const root = packageRoot();
const server = (name: string): string => join(root, 'dist/test/bench/servers', name);

/** The demo's schema folder with the result cache off. */
function uncachedSchema(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'medallion-bench-'));
  cpSync(folder, copy, { recursive: true });
  const path = join(copy, 'gateway.yaml');
  const settings = readFileSync(path, 'utf8');
  const changed = settings.replace(/^(cache:\n\s+enabled:) true/mu, '$1 false');
  if (changed === settings) throw new Error('gateway.yaml has no "cache: enabled: true" to turn off.');
  writeFileSync(path, changed);
  return copy;
}

type Loads = Readonly<Record<'constant' | 'bare' | 'cold' | 'warm' | 'apollo', Load>>;

function loadsOf(workload: Workload, token: string, size: number): Loads {
  const variables = Array.from({ length: BODIES }, (_, k) => workload.variables(k));
  const graphql = variables.map((value) => JSON.stringify({ query: workload.document, variables: value }));
  const headers = { authorization: `Bearer ${token}` };
  return {
    constant: { path: '/', headers: {}, bodies: [JSON.stringify({ size })] },
    bare: {
      path: '/',
      headers: {},
      bodies: variables.map((value) => JSON.stringify({ workload: workload.name, variables: value })),
    },
    cold: { path: '/graphql', headers, bodies: graphql },
    warm: { path: '/graphql', headers, bodies: graphql.slice(0, 1) },
    apollo: { path: '/', headers: {}, bodies: graphql },
  };
}

async function compare(
  workload: Workload,
  children: Readonly<Record<keyof Loads, Child>>,
  token: string,
): Promise<Record<keyof Loads, Measured> & { readonly bytes: number }> {
  const sample = await ask(children.bare, loadsOf(workload, token, 0).bare);
  const bytes = Buffer.byteLength(JSON.stringify(sample));
  const loads = loadsOf(workload, token, bytes);
  for (const name of ['cold', 'warm', 'apollo'] as const) {
    const answer = await ask(children[name], loads[name]);
    if (!isDeepStrictEqual(answer, sample)) {
      throw new Error(
        `${name} does not answer workload ${workload.name} as the bare statement does:\n${JSON.stringify(answer).slice(0, 600)}\n${JSON.stringify(sample).slice(0, 600)}`,
      );
    }
  }
  const names = Object.keys(loads) as (keyof Loads)[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as Measured[]])) as unknown as Record<
    keyof Loads,
    Measured[]
  >;
  for (const name of names) await measure(children[name], loads[name], { seconds: 1, fewest: FEWEST });
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order)
      runs[name].push(await measure(children[name], loads[name], { seconds: SECONDS, fewest: FEWEST }));
  }
  const failed = names.filter((name) => runs[name].some((run) => run.failed > 0));
  if (failed.length > 0) throw new Error(`Requests failed on ${failed.join(', ')} in workload ${workload.name}.`);
  return {
    ...(Object.fromEntries(names.map((name) => [name, median(runs[name])])) as Record<keyof Loads, Measured>),
    bytes,
  };
}

/** The gateway and others over the demo's Parquet files. @returns the report, in Markdown */
export async function benchLakehouse(): Promise<string> {
  const config = loadConfig({ env: { ...process.env, MEDALLION_LOG_LEVEL: 'silent' } });
  const lakehouse = await ensureLakehouse({ dataDir: config.dataDir, log: (line) => console.log(line) });
  const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
  const token = await issuer.issueDevToken({ user: 'ops.admin@flights.demo', groups: ['ops'] });
  const uncached = uncachedSchema(config.schemaDir);
  const gatewayEnv = { MEDALLION_HTTP_PORT: '0', MEDALLION_DATA_DIR: config.dataDir };
  const program = join(root, 'dist/src/bin.cjs');
  const children = {
    constant: await startChild('constant', [server('constant.js')]),
    bare: await startChild('bare', [server('bare.js'), lakehouse.folder]),
    cold: await startChild('cold', [program, 'start'], { ...gatewayEnv, MEDALLION_SCHEMA_DIR: uncached }),
    warm: await startChild('warm', [program, 'start'], gatewayEnv),
    apollo: await startChild('apollo', [server('plain-apollo.js'), lakehouse.folder]),
  };
  const tables: Table[] = [];
  try {
    const only = process.env.BENCH_WORKLOADS ?? 'abcdef';
    for (const workload of WORKLOADS.filter((candidate) => only.includes(candidate.name))) {
      tables.push({ workload, measured: await compare(workload, children, token) });
      console.log(tableOf(tables.slice(-1), new Map()));
    }
  } finally {
    await Promise.all(Object.values(children).map((child) => child.stop()));
    rmSync(uncached, { recursive: true, force: true });
  }
  return tableOf(
    tables,
    await jsShares(
      config,
      tables.map((table) => table.workload),
    ),
  );
}
