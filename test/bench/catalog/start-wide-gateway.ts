import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../../src/lib/package-root.js';

export interface WideGateway {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
  /** From the start of the process until it said that it is ready. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

function sqlUrl(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code}.\n${output}`)));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const url = /"event":"ready".*"sql":"([^"]+)"/u.exec(output)?.[1];
      if (url !== undefined) resolve(new URL(url));
    });
  });
}

/** Starts the built gateway in a process of its own, on free ports of loopback. */
export async function startWideGateway(schemaDir: string, dataDir: string): Promise<WideGateway> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(packageRoot(), 'dist/src/bin.cjs'), 'start'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      MEDALLION_HTTP_PORT: '0',
      MEDALLION_SQL_PORT: '0',
      MEDALLION_DATA_DIR: dataDir,
      MEDALLION_SCHEMA_DIR: schemaDir,
      MEDALLION_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { hostname, port } = await sqlUrl(child);
  const readyMs = performance.now() - startedAt;
  if (child.pid === undefined) throw new Error('The gateway has no process.');
  return {
    pid: child.pid,
    host: hostname,
    port: Number(port),
    readyMs,
    stop: () =>
      new Promise((stopped) => {
        child.removeAllListeners('exit').once('exit', () => stopped());
        child.kill('SIGTERM');
      }),
  };
}
