import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, version as duckdbVersion } from '@duckdb/node-api';
import { describeSource, isCurrent, scriptsFingerprint } from './fingerprint.js';
import { takeLock } from './lock.js';
import { type Manifest, type ManifestTable, readManifest, writeManifest } from './manifest.js';
import { formatBytes, formatCount } from './progress.js';
import { runCheck } from './run-check.js';
import type { LakehouseSource } from './source.js';
import { type LakehouseScripts, readScripts } from './sql-files.js';
import { writeTable } from './write-table.js';

export interface BuildOptions {
  /** The gateway's data directory; the lakehouse becomes its folder `lakehouse`. */
  readonly dataDir: string;
  readonly source: LakehouseSource;
  /** Takes a line of progress, without line break. */
  readonly log: (line: string) => void;
  /** Aborting interrupts the running statement and removes all that the build wrote. */
  readonly signal: AbortSignal;
  readonly scripts?: LakehouseScripts;
}

/** Runs `work` with a fresh in-memory database that the signal interrupts. */
async function withDatabase<T>(
  spillFolder: string,
  signal: AbortSignal,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1GB',
    threads: '2',
    temp_directory: spillFolder,
  });
  try {
    const connection = await instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal.addEventListener('abort', interrupt);
    try {
      return await work(connection);
    } finally {
      signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** Writes every table, then runs every check, into `folder`. */
async function buildInto(folder: string, options: BuildOptions, scripts: LakehouseScripts): Promise<Manifest> {
  const { source, log, signal } = options;
  const startedMs = performance.now();
  const steps = scripts.tables.length + 1;
  const tables: ManifestTable[] = [];
  await withDatabase(join(folder, 'spill'), signal, async (connection) => {
    await connection.run('SET VARIABLE flights_file = $path', { path: source.flightsFile });
    await connection.run('SET VARIABLE airports_file = $path', { path: source.airportsFile });
    for (const script of scripts.tables) {
      signal.throwIfAborted();
      const table = await writeTable(connection, folder, script);
      tables.push(table);
      const size = `${formatCount(table.rows)} rows, ${formatBytes(table.bytes)}`;
      log(`[${tables.length}/${steps}] ${script.layer}.${script.table}: ${size}, ${formatCount(table.durationMs)} ms`);
    }
    const checksStartedMs = performance.now();
    for (const check of scripts.checks) {
      signal.throwIfAborted();
      await runCheck(connection, check);
    }
    const checksMs = Math.round(performance.now() - checksStartedMs);
    log(`[${steps}/${steps}] ${scripts.checks.length} data-quality checks passed, ${formatCount(checksMs)} ms`);
  });
  await rm(join(folder, 'spill'), { recursive: true, force: true });
  const manifest: Manifest = {
    scriptsFingerprint: scriptsFingerprint(scripts),
    builtAt: new Date().toISOString(),
    durationMs: Math.round(performance.now() - startedMs),
    duckdbVersion: duckdbVersion(),
    source: describeSource(source),
    tables,
    checks: scripts.checks.map(({ name }) => name),
  };
  await writeManifest(folder, manifest);
  return manifest;
}

/** Puts the finished folder in the place of the old one, which goes to `retired`. Only whole folders are ever at `target`. */
async function publish(folder: string, target: string, retired: string): Promise<void> {
  const replaces = existsSync(target);
  if (replaces) await rename(target, retired);
  try {
    await rename(folder, target);
  } catch (error) {
    if (replaces) await rename(retired, target);
    throw error;
  }
}

/** Removes what killed builds left. Called with the lock held, so that no living build owns any of it. */
async function sweep(dataDir: string): Promise<void> {
  const leftovers = (await readdir(dataDir)).filter((name) => /^lakehouse\.(building|retired)-/.test(name));
  await Promise.all(leftovers.map((name) => rm(join(dataDir, name), { recursive: true, force: true })));
}

/**
 * Builds the lakehouse in this process, unless what is there is current already. It takes up to 1 GB of
 * memory: the gateway calls `buildLakehouse`, which does this in a child process.
 * @throws GatewayError if a script fails or a check finds a fault; the old lakehouse stays as it was.
 */
export async function runBuild(options: BuildOptions): Promise<Manifest> {
  const { dataDir, log, signal, source } = options;
  const scripts = options.scripts ?? readScripts();
  const target = join(dataDir, 'lakehouse');
  await mkdir(dataDir, { recursive: true });
  const lock = await takeLock(join(dataDir, 'lakehouse.lock'), {
    signal,
    onWait: (pid) => log(`Waiting for process ${pid}, which is building the lakehouse.`),
  });
  const folder = join(dataDir, `lakehouse.building-${lock.token}`);
  const retired = join(dataDir, `lakehouse.retired-${lock.token}`);
  try {
    const existing = await readManifest(target);
    if (existing !== undefined && isCurrent(existing, scripts, describeSource(source))) return existing;
    await sweep(dataDir);
    await mkdir(folder);
    const manifest = await buildInto(folder, options, scripts);
    signal.throwIfAborted();
    await publish(folder, target, retired);
    return manifest;
  } catch (error) {
    // An interrupted statement fails with a driver's message; the caller should see its own abort.
    signal.throwIfAborted();
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(retired, { recursive: true, force: true });
    await lock.release();
  }
}
