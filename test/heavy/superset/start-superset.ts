import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/superset');
const START_TIMEOUT_MS = 180_000;
const LISTENING = /Listening at: (http:\/\/127\.0\.0\.1:\d+)/;

/** Superset's web server on a free port of loopback, over a copy of the metadata that install.sh made. */
export interface SupersetServer {
  readonly url: string;
  /** Of the user `admin`. */
  readonly password: string;
  /** What the server wrote so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts Superset under gunicorn, one worker. Takes some 15 seconds until the first reply. */
export async function startSuperset(): Promise<SupersetServer> {
  const home = mkdtempSync(join(tmpdir(), 'medallion-superset-'));
  cpSync(join(CACHE, 'metadata.db'), join(home, 'metadata.db'));
  const secret = readFileSync(join(CACHE, 'secret'), 'utf8');
  const parameters = ['--bind', '127.0.0.1:0', '--worker-class', 'gthread', '--workers', '1', '--threads', '4'];
  const child = spawn(
    join(CACHE, 'venv/bin/gunicorn'),
    [...parameters, '--timeout', '300', 'superset.app:create_app()'],
    {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        LANG: 'C.UTF-8',
        PYTHONDONTWRITEBYTECODE: '1',
        HOME: home,
        SUPERSET_HOME: home,
        SUPERSET_SECRET_KEY: secret,
        SUPERSET_METADATA_URI: `sqlite:///${join(home, 'metadata.db')}`,
        SUPERSET_CONFIG_PATH: resolve(import.meta.dirname, 'superset_config.py'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<void>((resolveEnd) => child.once('close', () => resolveEnd()));
  let log = '';
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const url = await new Promise<string>((resolveUrl, reject) => {
      const timer = setTimeout(() => reject(new Error(`Superset does not start:\n${log}`)), START_TIMEOUT_MS);
      const read = (line: string): void => {
        log += `${line}\n`;
        const found = LISTENING.exec(line)?.[1];
        if (found !== undefined) resolveUrl(found);
        if (found !== undefined) clearTimeout(timer);
      };
      for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`Superset ended with ${code}:\n${log}`)));
    });
    return { url, password: secret, log: () => log, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
