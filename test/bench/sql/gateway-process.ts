import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/lib/package-root.js';
import type { World } from './world.js';

/** How late an event loop was, in ms; its timer's own period of 1 ms is in it. */
export interface LoopDelay {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface GatewayProcess {
  /** http://host:port */
  readonly http: string;
  /** postgres://host:port */
  readonly sql: string;
  readonly pid: number;
  /**
   * Resident memory in MiB: now, or the most since the last `forgetPeak`. The gateway is one process; its catalogs are
   * threads of it.
   */
  memoryMb(figure: 'VmRSS' | 'VmHWM'): number;
  forgetPeak(): void;
  /** Since the last call. */
  loopDelay(): Promise<LoopDelay>;
  stop(): Promise<void>;
}

/** Starts a gateway over the bench's table. */
export function startGatewayProcess({
  schemaDir,
  dataDir,
}: Pick<World, 'schemaDir' | 'dataDir'>): Promise<GatewayProcess> {
  // The settings that the command makes.
  const settings = join(packageRoot(), 'dist/src/process-settings.cjs');
  const program = join(packageRoot(), 'dist/test/bench/sql/gateway.js');
  const child = spawn(process.execPath, ['--require', settings, program], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      MEDALLION_HTTP_PORT: '0',
      MEDALLION_SQL_PORT: '0',
      MEDALLION_SCHEMA_DIR: schemaDir,
      MEDALLION_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const folder = `/proc/${child.pid}`;
  return new Promise((resolve, reject) => {
    let output = '';
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code} before it was ready.\n${output}`)));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const [, http, sql] = /"event":"ready","http":"([^"]+)","sql":"([^"]+)"/u.exec(output) ?? [];
      if (http === undefined || sql === undefined) return;
      child.removeAllListeners('exit');
      resolve({
        http,
        sql,
        pid: child.pid ?? -1,
        memoryMb: (figure) =>
          Number(new RegExp(`^${figure}:\\s+(\\d+)`, 'mu').exec(readFileSync(`${folder}/status`, 'utf8'))?.[1]) / 1024,
        forgetPeak: () => writeFileSync(`${folder}/clear_refs`, '5'),
        loopDelay: async () => {
          child.send('loop delay');
          const [seen] = (await once(child, 'message')) as [LoopDelay];
          return seen;
        },
        stop: () =>
          new Promise((stopped) => {
            child.once('exit', () => stopped());
            child.kill('SIGTERM');
          }),
      });
    });
  });
}
