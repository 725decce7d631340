import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

/** A server of its own, in a folder of its own, whose root has no password. */
export interface MariadbServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly version: string;
  /** Runs statements as root; answers the rows of the last. */
  script(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** Ends it as a crash would. */
  kill(): void;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const USER = 'root';
const START_MS = 60_000;
const FOLDERS = ['/usr/sbin', '/usr/bin', ...(process.env.PATH ?? '').split(':')];

/** The path of `mariadbd`; undefined where there is no server on this machine. */
export function findMariadb(): string | undefined {
  const found = FOLDERS.map((folder) => join(folder, 'mariadbd')).find((path) => existsSync(path));
  return found !== undefined && installer() !== undefined ? found : undefined;
}

function installer(): string | undefined {
  return FOLDERS.map((folder) => join(folder, 'mariadb-install-db')).find((path) => existsSync(path));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function connected(port: number): Promise<mysql.Connection> {
  return mysql.createConnection({ host: HOST, port, user: USER, multipleStatements: true, rowsAsArray: true });
}

async function whenReady(port: number, hasEnded: () => boolean): Promise<string> {
  for (const deadline = Date.now() + START_MS; ; ) {
    try {
      const connection = await connected(port);
      const [rows] = await connection.query('SELECT VERSION()');
      await connection.end();
      return String((rows as unknown[][])[0]?.[0]);
    } catch (error) {
      if (hasEnded() || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** @throws if there is no server on this machine, or it does not start */
export async function startMariadb(settings: Readonly<Record<string, string>> = {}): Promise<MariadbServer> {
  const [program, install] = [findMariadb(), installer()];
  if (program === undefined || install === undefined) throw new Error('There is no MariaDB on this machine.');
  const data = mkdtempSync(join(tmpdir(), 'medallion-mariadb-'));
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const common = ['--no-defaults', ...asRoot, `--datadir=${data}`];
  const login = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  execFileSync(install, [...common, ...login], { stdio: ['ignore', 'ignore', 'pipe'] });
  mkdirSync(join(data, 'tmp'));
  const port = await freePort();
  const all = {
    port: String(port),
    'bind-address': HOST,
    socket: join(data, 'socket'),
    // A server that starts deletes the temporary tables of another one in the same folder.
    tmpdir: join(data, 'tmp'),
    'pid-file': join(data, 'pid'),
    'innodb-flush-log-at-trx-commit': '0',
    'innodb-buffer-pool-size': '96M',
    'skip-name-resolve': 'ON',
    ...settings,
  };
  const options = Object.entries(all).map(([name, value]) => `--${name}=${value}`);
  const server = spawn(program, [...common, ...options], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const version = await whenReady(port, () => server.exitCode !== null);
  return {
    host: HOST,
    port,
    user: USER,
    version,
    async script(sql) {
      const connection = await connected(port);
      try {
        const [rows] = await connection.query(sql);
        return Array.isArray(rows) ? (rows as unknown[][]) : [];
      } finally {
        await connection.end();
      }
    },
    kill: () => server.kill('SIGKILL'),
    async stop() {
      if (server.exitCode === null) server.kill('SIGKILL');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
