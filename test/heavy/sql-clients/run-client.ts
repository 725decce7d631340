import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { SqlGateway } from './gateway.js';

/** Where install.sh puts the clients. */
export const CLIENT_CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/sql-clients');

export interface ClientResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ClientOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends this signal once the program has said so much on its standard output. */
  readonly interrupt?: { readonly after: string; readonly delayMs: number };
}

/** Variables that libpq and the scripts in clients/ read. */
function environment({ host, port, database, user, password }: SqlGateway): Record<string, string> {
  return {
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    PGUSER: user,
    PGPASSWORD: password,
    PGCONNECT_TIMEOUT: '30',
  };
}

/** Runs a client program against a gateway to its end. */
export function runClient(
  gateway: SqlGateway,
  program: string,
  parameters: readonly string[],
  options: ClientOptions = {},
): Promise<ClientResult> {
  return new Promise((resolveResult, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', ...environment(gateway), ...options.env },
    });
    let stdout = '';
    let stderr = '';
    let interrupted = false;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      if (options.interrupt === undefined || interrupted || !stdout.includes(options.interrupt.after)) return;
      interrupted = true;
      setTimeout(() => child.kill('SIGINT'), options.interrupt.delayMs);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolveResult({ code, stdout, stderr }));
    child.stdin.end(options.input ?? '');
  });
}

/** Runs a script of clients/ in the Python environment. @returns the JSON that it printed last */
export async function runPython(gateway: SqlGateway, script: string, options: ClientOptions = {}): Promise<unknown> {
  const python = resolve(CLIENT_CACHE, 'venv/bin/python');
  const path = resolve(import.meta.dirname, 'clients', script);
  const { code, stdout, stderr } = await runClient(gateway, python, [path], options);
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${stderr}\n${stdout}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}
