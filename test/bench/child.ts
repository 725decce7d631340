import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A server in a process of its own. */
export interface Child {
  readonly name: string;
  readonly url: string;
  /** CPU time that the process has used, in ms, all its threads together. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** Clock ticks of /proc/<pid>/stat are 10 ms on Linux. */
const TICK_MS = 10;

function cpuOf(process: ChildProcess): number {
  const fields = readFileSync(`/proc/${process.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Starts `node <args>`, or another program, and waits for its line `{"event":"ready","http":…}`. */
export function startChild(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program = process.execPath,
): Promise<Child> {
  const child = spawn(program, [...args], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready.\n${output}`)));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const url = /"event":"ready","http":"([^"]+)"/u.exec(output)?.[1];
      if (url === undefined) return;
      child.removeAllListeners('exit');
      child.stdout.removeAllListeners('data').resume();
      resolve({
        name,
        url,
        cpuMs: () => cpuOf(child),
        stop: () =>
          new Promise((stopped) => {
            child.once('exit', () => stopped());
            child.kill('SIGTERM');
          }),
      });
    });
  });
}
