import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
/** The compiled program; `npm test` builds it before the tests run. */
export const PROGRAM = resolve(ROOT, 'dist/src/bin.cjs');

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function launch(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  if (!existsSync(PROGRAM)) throw new Error('dist/ is not there: run "npm run build".');
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(MEDALLION_|VITEST|NODE_ENV|NODE_OPTIONS)/u.test(name),
  );
  return spawn(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collect(child: ChildProcess) {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.on('data', (chunk: Buffer) => {
      texts[name] += chunk.toString();
    });
  return texts;
}

/** Runs `medallion …` to its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  timeoutMs = 30_000,
): Promise<CommandResult> {
  const child = launch(args, env);
  const texts = collect(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, ...texts };
}

export interface ChildGateway {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the launch to the ready line. */
  readonly startedAfterMs: number;
  stdout(): string;
  stderr(): string;
  /** Figure of /proc/<pid>/status in MiB, such as VmHWM; undefined where there is no /proc. */
  memoryMb(figure: 'VmHWM' | 'VmRSS'): number | undefined;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  stop(): Promise<number | null>;
}

/** Starts `medallion start` on a free port and waits for its ready line. */
export async function startChildGateway(env: Readonly<Record<string, string>>): Promise<ChildGateway> {
  const startedAt = performance.now();
  const child = launch(['start'], { MEDALLION_HTTP_PORT: '0', MEDALLION_LOG_LEVEL: 'info', ...env });
  const texts = collect(child);
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const url = await new Promise<string>((resolveUrl, reject) => {
    child.stdout?.on('data', () => {
      const line = texts.stdout.split('\n').find((text) => text.startsWith('{"event":"ready"') && text.endsWith('}'));
      if (line !== undefined) resolveUrl((JSON.parse(line) as { readonly http: string }).http);
    });
    void exited.then((code) => reject(new Error(`The gateway ended with ${code}: ${texts.stderr}${texts.stdout}`)));
  });
  const startedAfterMs = performance.now() - startedAt;
  const pid = child.pid ?? -1;
  return {
    url,
    pid,
    startedAfterMs,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    memoryMb(figure) {
      const path = `/proc/${pid}/status`;
      if (!existsSync(path)) return undefined;
      const kilobytes = new RegExp(`^${figure}:\\s+(\\d+) kB`, 'mu').exec(readFileSync(path, 'utf8'))?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
    },
    kill: (signal) => child.kill(signal),
    exited,
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      return exited;
    },
  };
}
