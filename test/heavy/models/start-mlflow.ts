import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/models');
const START_TIMEOUT_MS = 120_000;

type Row = readonly [distance: number, origin: string, destination: string];

/** A real `mlflow models serve` on loopback, with the model that make-environment.sh trained. */
export interface MlflowServer {
  readonly url: string;
  /** The saved model's file with its signature. */
  readonly mlmodel: string;
  /** Calls of the model so far, by the server's own log. */
  invocations(): number;
  /** What the model predicts without the server. */
  predict(rows: readonly Row[]): Promise<readonly number[]>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/** Installs what it needs, once. @param lakehouse folder of the demo lakehouse, whose flights the model learns from */
export async function startMlflow(lakehouse: string): Promise<MlflowServer> {
  execFileSync('bash', [resolve(import.meta.dirname, 'make-environment.sh'), lakehouse], { stdio: 'inherit' });
  const home = mkdtempSync(join(tmpdir(), 'medallion-mlflow-'));
  const port = await freePort();
  const env = {
    PATH: `${join(CACHE, 'venv/bin')}:${process.env.PATH}`,
    LANG: 'C.UTF-8',
    HOME: home,
    PYTHONDONTWRITEBYTECODE: '1',
    MLFLOW_DISABLE_TELEMETRY: 'true',
  };
  const where = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const child = spawn(
    join(CACHE, 'venv/bin/mlflow'),
    ['models', 'serve', '--model-uri', join(CACHE, 'model'), '--env-manager', 'local', ...where],
    { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (log += part.toString()));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async (): Promise<void> => {
    // The command starts the server as a child of its own: both are one group.
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const isUp = await fetch(`${url}/ping`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (isUp) break;
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await stop();
      throw new Error(`MLflow does not start:\n${log}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  return {
    url,
    mlmodel: join(CACHE, 'model/MLmodel'),
    invocations: () => log.split('POST /invocations').length - 1,
    // Beside this process and not within a call of it: the gateway has to go on reading governance meanwhile.
    predict: async (rows) => {
      const script = resolve(import.meta.dirname, 'predict.py');
      const python = spawn(join(CACHE, 'venv/bin/python'), [script, join(CACHE, 'model')], { env, cwd: home });
      python.stdin.end(JSON.stringify(rows));
      return JSON.parse(await text(python.stdout)) as readonly number[];
    },
    stop,
  };
}
