/**
 * `npm run demo:databricks [-- --identity caller]`: the flights gateway by configuration alone, in front of stand-ins of
 * a Databricks SQL warehouse, Unity Catalog and Entra ID, until it is interrupted.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

function identityOf(text: string): keyof typeof ENFORCER {
  if (text === 'service' || text === 'caller') return text;
  process.stderr.write(`--identity is service or caller, not ${text}.\n`);
  process.exit(2);
}

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

/** The gateway's addresses, once it says that it is ready; what else it prints is passed on. */
function ready(gateway: ChildProcess): Promise<{ readonly http: string; readonly sql: string }> {
  return new Promise((resolve, reject) => {
    gateway.once('exit', (code) => reject(new Error(`The gateway ended with ${code} before it was ready.`)));
    gateway.stdout?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) {
        const [, http, sql] = /"event":"ready","http":"([^"]+)","sql":"([^"]+)"/u.exec(line) ?? [];
        if (http !== undefined && sql !== undefined) resolve({ http, sql });
      }
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
    `  Settings   ${MEDALLION_SCHEMA_DIR}/gateway.yaml   (change a file of unity/ beside it: it holds within 15 s)`,
  );
  for (const person of PEOPLE) {
    print(`\n${person.user} sees ${person.sees}:`);
    print(`  TOKEN=${await standins.token(person)}`);
    const headers = `-H "authorization: Bearer $TOKEN" -H 'content-type: application/json'`;
    print(`  curl -s ${http}/graphql ${headers} -d '${EXAMPLE}'`);
    const address = new URL(sql);
    print(
      `  PGPASSWORD=$TOKEN psql "postgres://${person.user.replace('@', '%40')}@${address.host}/lakehouse" -c "${STATEMENT}"`,
    );
  }
  print('\nStatements that reach the warehouse are shown below. Ctrl-C ends all.\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { identity: { type: 'string', default: 'service' } } });
  const identity = identityOf(values.identity);
  const folder = mkdtempSync(join(tmpdir(), 'medallion-databricks-demo-'));
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const { dataDir } = loadConfig({ env: { ...process.env, MEDALLION_LOG_LEVEL: 'silent' } });
  const { files } = await ensureLakehouse({ dataDir, log: print });
  const schemaDir = join(packageRoot(), 'schema');
  const standins = await WorkspaceStandins.start({
    schemaDir,
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
  const ended = new Promise<void>((resolve) => gateway.once('exit', () => resolve()));
  try {
    const { http, sql } = await ready(gateway);
    await welcome(standins, identity, http, sql);
    await Promise.race([stopped, ended]);
  } finally {
    gateway.kill('SIGTERM');
    await ended;
    await standins.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
