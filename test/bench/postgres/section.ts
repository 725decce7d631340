import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadConfig } from '../../../src/config/load-config.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { packageRoot } from '../../../src/lib/package-root.js';
import { type PostgresServer, startPostgres } from '../../support/services/postgres-server.js';
import type { Child } from '../child.js';
import { ask, type Load, type Measured, measure } from '../measure.js';
import { type Contender, startContenders } from './contenders.js';
import { cpuOfFamily } from './cpu-of-family.js';
import { findPeers } from './find-peers.js';
import { loadSales } from './load-sales.js';
import { type Figures, reportOf, surroundingsOf } from './report.js';
import { WORKLOADS, type Workload } from './workloads.js';
import { CALLER, writeGateway } from './write-gateway.js';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const ONLY = process.env.BENCH_WORKLOADS ?? 'abcde';
/** The compiler of JavaScript needs some thousand requests. */
const WARM_UP_SECONDS = 6;
const LEAD_IN_SECONDS = 1;
const CONNECTIONS = 16;
const BODIES = 400;
/** Requests of a run at least, however slow they are. */
const FEWEST = 32;
/**
 * The gateway's sessions switch PostgreSQL's compiler off, so the others have none either. All data is in memory, so a
 * page out of order costs little: at PostgreSQL's own figure (4), 100 look-ups of a customer by key become a scan of all
 * customers; at 1.1, prepared statements of e look up each customer by key.
 */
const SERVER_SETTINGS = { jit: 'off', shared_buffers: '512MB', random_page_cost: '2' };
/** Answers that are compared before anything is measured. */
const COMPARED = [0, 1, 17];

function loadOf(contender: Contender, workload: Workload, bytes: number): Load {
  return { path: contender.path, headers: contender.headers, bodies: bodiesOf(contender, workload, bytes) };
}

function bodiesOf({ body, repeats }: Contender, workload: Workload, bytes: number): readonly string[] {
  return Array.from({ length: repeats ? 1 : BODIES }, (_, k) => body(workload, workload.variables(k), bytes));
}

/** @throws if an answer has other rows than the first contender's */
async function compare(contenders: readonly Contender[], workload: Workload): Promise<number> {
  let bytes = 0;
  for (const k of COMPARED) {
    let expected: unknown;
    for (const contender of contenders.filter(({ answers }) => answers)) {
      const { path, headers, child, body } = contender;
      const answer = await ask(child, { path, headers, bodies: [body(workload, workload.variables(k), 0)] });
      const rows = contender.rows(workload, answer);
      expected ??= rows;
      bytes ||= Buffer.byteLength(JSON.stringify(answer));
      if (isDeepStrictEqual(rows, expected)) continue;
      throw new Error(
        `${contender.title} does not answer workload ${workload.name} (${JSON.stringify(workload.variables(k))}) as the others do:\n${JSON.stringify(rows).slice(0, 800)}\n${JSON.stringify(expected).slice(0, 800)}`,
      );
    }
  }
  return bytes;
}

async function figuresOf(all: readonly Contender[], workload: Workload, postgres: PostgresServer): Promise<Figures> {
  const contenders = all.filter((contender) => contender.takesPart(workload));
  const bytes = await compare(contenders, workload);
  const run = (contender: Contender, seconds: number): Promise<Measured> =>
    measure(contender.child, loadOf(contender, workload, bytes), {
      seconds,
      fewest: FEWEST,
      connections: CONNECTIONS,
      cpuMs: () => contender.child.cpuMs() + cpuOfFamily(postgres.pid),
    });
  const runs = new Map(contenders.map((contender) => [contender.name, [] as Measured[]]));
  for (const contender of contenders) await run(contender, WARM_UP_SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) {
      // A server that the others' turns left idle finds its connections and the machine's caches again.
      await run(contender, LEAD_IN_SECONDS);
      runs.get(contender.name)?.push(await run(contender, SECONDS));
    }
  }
  const failed = contenders.filter(({ name }) => runs.get(name)?.some((measured) => measured.failed > 0));
  if (failed.length > 0)
    throw new Error(`Requests failed on ${failed.map(({ title }) => title).join(', ')} in workload ${workload.name}.`);
  return { workload, bytes, runs };
}

/** The gateway, its peers and hand-written servers over one PostgreSQL. @returns the report, in Markdown */
export async function benchPostgres(): Promise<string> {
  const found = findPeers(packageRoot());
  const peers = typeof found === 'string' ? undefined : found;
  if (typeof found === 'string') console.log(`${found}\n`);
  const postgres = await startPostgres(SERVER_SETTINGS);
  const dataDir = mkdtempSync(join(tmpdir(), 'medallion-bench-data-'));
  const gateways = {
    plain: writeGateway(postgres, { policies: false, resultCache: false }),
    governed: writeGateway(postgres, { policies: true, resultCache: false }),
    cached: writeGateway(postgres, { policies: true, resultCache: true }),
  };
  const children: Child[] = [];
  try {
    await loadSales(postgres, CALLER.user);
    const config = loadConfig({ schemaDir: gateways.plain.folder, env: { MEDALLION_DATA_DIR: dataDir } });
    const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir });
    const token = await issuer.issueDevToken(CALLER);
    const contenders = await startContenders({
      postgres,
      root: packageRoot(),
      dataDir,
      token,
      schemaDirs: { plain: gateways.plain.folder, governed: gateways.governed.folder, cached: gateways.cached.folder },
      peers,
      started: (child) => children.push(child),
    });
    const figures: Figures[] = [];
    for (const workload of WORKLOADS.filter(({ name }) => ONLY.includes(name))) {
      figures.push(await figuresOf(contenders, workload, postgres));
      console.log(reportOf(figures.slice(-1), contenders));
    }
    return `${surroundingsOf(postgres.version, ROUNDS, SECONDS, CONNECTIONS)}\n\n${reportOf(figures, contenders)}`;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await postgres.stop();
    for (const gateway of Object.values(gateways)) gateway.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
