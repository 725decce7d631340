/**
 * `npm run demo:databricks [-- --identity caller]`: the flights gateway by configuration alone, in front of stand-ins of
 * a Databricks SQL warehouse, Unity Catalog and Entra ID, until it is interrupted.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { loadConfig } from '../../../src/config/load-config.js';
import { ensureLakehouse } from '../../../src/lakehouse/ensure.js';
import { packageRoot } from '../../../src/lib/package-root.js';
import { type Person, WorkspaceStandins } from './workspace-standins.js';

const PEOPLE: readonly (Person & { readonly sees: string })[] = [
  { user: 'ops.admin@flights.demo', groups: ['ops'], sees: 'every row, exact coordinates' },
  { user: 'west.analyst@flights.demo', groups: ['west'], sees: 'flights from AZ, CA, NV, OR, WA; rounded coordinates' },
  { user: 'bay.partner@flights.demo', groups: [], sees: 'flights from three airports of the Bay Area' },
];
const EXAMPLE =
  '{"query":"{ flights(first: 3, orderBy: [{ delay: DESC }]) { nodes { date delay origin { iata city } } totalCount } }"}';
const STATEMENT = 'SELECT origin_iata, count(*) FROM gold.flights GROUP BY 1 ORDER BY 2 DESC LIMIT 5';

const ENFORCER = {
  service: 'the gateway enforces row filters and masks; the warehouse sees its service principal',
  caller: 'the warehouse gets each caller’s own token, and Unity Catalog enforces row filters and masks',
} as const;

const HELP = `npm run demo:databricks [-- --identity service|caller]

Starts stand-ins of a Databricks SQL warehouse, of Unity Catalog and of Entra ID on 127.0.0.1 with the flights of the
demo in them, and the gateway in front of them as a process of its own. test/standins/workspace/gateway.yaml is all that
the gateway is told.

  --identity service   ${ENFORCER.service} (default)
  --identity caller    ${ENFORCER.caller}

Ports: MEDALLION_HTTP_PORT (4000) and MEDALLION_SQL_PORT (5433); the stand-ins take free ones.
`;

/** @throws Error for options that are not known; undefined asks for help */
function readIdentity(): keyof typeof ENFORCER | undefined {
  const { values } = parseArgs({
    options: { identity: { type: 'string', default: 'service' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return undefined;
  if (values.identity === 'service' || values.identity === 'caller') return values.identity;
  throw new Error(`--identity is service or caller, not ${values.identity}.`);
}

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

interface Addresses {
  readonly http: string;
  readonly sql: string;
}

/** The gateway's addresses, once it says that it is ready. */
function ready(gateway: ChildProcessByStdio<null, Readable, null>): Promise<Addresses> {
  return new Promise((resolve, reject) => {
    gateway.once('exit', (code) => reject(new Error(`The gateway ended with ${code} before it was ready.`)));
    createInterface({ input: gateway.stdout }).on('line', (line) => {
      if (line.startsWith('{"event":"ready"')) resolve(JSON.parse(line) as Addresses);
    });
  });
}

async function welcome(standins: WorkspaceStandins, identity: keyof typeof ENFORCER, http: string, sql: string) {
  const { DATABRICKS_HOST, UNITY_HOST, ENTRA_AUTHORITY, MEDALLION_SCHEMA_DIR } = standins.env;
  print('\nMedallion Gateway on Azure Databricks (stand-ins)');
  print(`  GraphQL    ${http}/graphql   (open it in a browser)`);
  print(`  SQL        ${sql}   (Postgres wire; the password is a token)`);
  print(`  Warehouse  https://${DATABRICKS_HOST}   identity: ${identity} — ${ENFORCER[identity]}`);
  print(`  Unity      https://${UNITY_HOST}`);
  print(`  Entra ID   ${ENTRA_AUTHORITY}`);
  print(
    `  Settings   ${MEDALLION_SCHEMA_DIR}/gateway.yaml   (change a file of unity/ beside it: it holds within 30 s)`,
  );
  for (const person of PEOPLE) {
    print(`\n${person.user} sees ${person.sees}:`);
    print(`  TOKEN=${await standins.token(person)}`);
    const headers = `-H "authorization: Bearer $TOKEN" -H 'content-type: application/json'`;
    print(`  curl -s ${http}/graphql ${headers} -d '${EXAMPLE}'`);
    const address = new URL(sql);
    print(
      `  PGPASSWORD=$TOKEN psql "postgres://${encodeURIComponent(person.user)}@${address.host}/lakehouse" -c "${STATEMENT}"`,
    );
  }
  print('\nStatements that reach the warehouse are shown below. Ctrl-C ends all.\n');
}

/** Serves until a signal, or until the gateway ends by itself. @returns the exit code */
async function serve(identity: keyof typeof ENFORCER, folder: string): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const { dataDir } = loadConfig({ env: { ...process.env, MEDALLION_LOG_LEVEL: 'silent' } });
  const { files } = await ensureLakehouse({ dataDir, log: print });
  const standins = await WorkspaceStandins.start({
    schemaDir: join(packageRoot(), 'schema'),
    files,
    folder,
    identity,
    // How old tables are is asked every few seconds.
    onStatement: ({ user, text }) => text.includes('DESCRIBE HISTORY') || print(`warehouse, as ${user}: ${text}`),
  });
  const gateway = spawn(process.execPath, [join(packageRoot(), 'dist/src/bin.cjs'), 'start'], {
    env: { ...process.env, ...standins.env, MEDALLION_LOG_LEVEL: process.env.MEDALLION_LOG_LEVEL ?? 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C is this process's to hear.
    detached: true,
  });
  // Whatever this process ends by, such as a second Ctrl-C, the gateway does not stay behind.
  process.once('exit', () => gateway.kill('SIGKILL'));
  const ended = new Promise<number>((resolve) => gateway.once('exit', (code) => resolve(code ?? 1)));
  try {
    const { http, sql } = await ready(gateway);
    await welcome(standins, identity, http, sql);
    print(JSON.stringify({ event: 'ready', http, sql }));
    await Promise.race([stopped, ended]);
  } finally {
    gateway.kill('SIGTERM');
    await ended;
    await standins.close();
  }
  return ended;
}

async function main(): Promise<number> {
  const identity = readIdentity();
  if (identity === undefined) {
    print(HELP);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'medallion-databricks-demo-'));
  try {
    return await serve(identity, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
