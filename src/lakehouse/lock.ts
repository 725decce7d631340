import { randomUUID } from 'node:crypto';
import { link, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** The holder shows that it lives by touching the file this often. */
const HEARTBEAT_MS = 1_000;
/** Untouched for so long, a lock is stale: its holder was killed, or its process id is another process's now. */
const STALE_AFTER_MS = 15_000;
const POLL_MS = 200;

const holderSchema = z.object({ pid: z.int(), host: z.string(), token: z.string() });

export interface Lock {
  /** Unique to this holding. */
  readonly token: string;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once if another process holds the lock, with its process id. */
  readonly onWait: (pid: number) => void;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

type State =
  | { readonly kind: 'free' }
  | { readonly kind: 'held'; readonly pid: number }
  | { readonly kind: 'stale'; readonly text: string };

async function readLock(path: string): Promise<State> {
  try {
    const text = await readFile(path, 'utf8');
    const ageMs = Date.now() - (await stat(path)).mtimeMs;
    const holder = holderSchema.safeParse(parseJson(text));
    if (!holder.success) return { kind: 'stale', text };
    const dead = holder.data.host === hostname() && !isAlive(holder.data.pid);
    return dead || ageMs > STALE_AFTER_MS ? { kind: 'stale', text } : { kind: 'held', pid: holder.data.pid };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'free' };
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Links a complete file into place: nobody ever reads a lock that is half written. */
async function tryTake(path: string, text: string, token: string): Promise<boolean> {
  const draft = `${path}.${token}`;
  await writeFile(draft, text, { flag: 'wx' });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/** Removes a stale lock, and only that one: what another process put there meanwhile goes back. */
async function clearStale(path: string, text: string, token: string): Promise<void> {
  const aside = `${path}.${token}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== text) await link(aside, path).catch(() => undefined);
  await unlink(aside);
}

/**
 * Takes the lock file at `path`, waiting while a living process holds it. One process at a time, on a local disk.
 * @throws the signal's reason if it aborts while waiting.
 */
export async function takeLock(path: string, { signal, onWait }: LockOptions): Promise<Lock> {
  const token = randomUUID();
  const text = JSON.stringify({ pid: process.pid, host: hostname(), token });
  for (let waited = false; ; ) {
    signal.throwIfAborted();
    const state = await readLock(path);
    if (state.kind === 'free' && (await tryTake(path, text, token))) break;
    if (state.kind === 'stale') await clearStale(path, state.text, token);
    if (state.kind !== 'held') continue;
    if (!waited) onWait(state.pid);
    waited = true;
    await sleep(POLL_MS, undefined, { signal });
  }
  const heartbeat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), HEARTBEAT_MS);
  heartbeat.unref();
  return {
    token,
    release: async () => {
      clearInterval(heartbeat);
      if ((await readFile(path, 'utf8').catch(() => '')) === text) await unlink(path);
    },
  };
}
