import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A server of its own, in a folder of its own, that trusts whoever comes over loopback. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  /** The superuser. */
  readonly user: string;
  readonly version: string;
  /** Of the process that all others of the server are children of. */
  readonly pid: number;
  /** Runs SQL as the superuser. */
  script(sql: string, database?: string): Promise<void>;
  /** Ends it as a crash would. */
  kill(): void;
  stop(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';
const USER = 'gateway_tests';
const START_MS = 20_000;

/** The folder of `initdb` and `postgres`; undefined where there is no server on this machine. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** The server refuses to run as root. */
function owner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return { uid: 65_534, gid: 65_534 };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function connected(port: number, database: string): Promise<pg.Client> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: USER, database, password: '' });
  await client.connect();
  return client;
}

async function whenReady(port: number, hasEnded: () => boolean): Promise<string> {
  for (const deadline = Date.now() + START_MS; ; ) {
    try {
      const client = await connected(port, 'postgres');
      const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
      await client.end();
      return rows[0]?.server_version ?? '';
    } catch (error) {
      if (hasEnded() || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** @throws if there is no server on this machine, or it does not start */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const folder = findPostgres();
  if (folder === undefined) throw new Error('There is no PostgreSQL on this machine.');
  const data = mkdtempSync(join(tmpdir(), 'medallion-postgres-'));
  const runAs = owner();
  if (runAs !== undefined) chownSync(data, runAs.uid, runAs.gid);
  const options = { ...runAs, cwd: data, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  execFileSync(
    join(folder, 'initdb'),
    ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await freePort();
  const all = { fsync: 'off', max_connections: '100', unix_socket_directories: data, ...settings };
  const server = spawn(
    join(folder, 'postgres'),
    [
      '-D',
      data,
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      ...Object.entries(all).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    { ...options, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const version = await whenReady(port, () => server.exitCode !== null);
  return {
    host: '127.0.0.1',
    port,
    user: USER,
    version,
    pid: server.pid ?? 0,
    async script(sql, database = 'postgres') {
      const client = await connected(port, database);
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
    kill: () => server.kill('SIGQUIT'),
    async stop() {
      if (server.exitCode === null) server.kill('SIGINT');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
