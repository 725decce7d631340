import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ensureLakehouse as Ensure } from '../../src/lakehouse/ensure.js';
import { findSource, type LakehouseSource } from '../../src/lakehouse/source.js';
import { findPackageRoot } from '../../src/lib/package-root.js';
import { temporaryFolder, writeSample } from './sample.js';

/** Compiled code inside the package, as in dist: the child process exists only there. */
const compiled = join(
  findPackageRoot('medallion-gateway', import.meta.url),
  'node_modules',
  '.cache',
  `medallion-lakehouse-test-${process.pid}`,
);
let root: Awaited<ReturnType<typeof temporaryFolder>>;
let ensureLakehouse: typeof Ensure;
let small: LakehouseSource;
let dataDir: string;
let caseNumber = 0;

beforeAll(async () => {
  root = await temporaryFolder();
  small = await writeSample(join(root.path, 'source'), 2_000);
  const folder = new URL('../../src/lakehouse/', import.meta.url);
  await bundle({
    entryPoints: ['ensure.ts', 'build-process.ts'].map((name) => new URL(name, folder).pathname),
    outdir: compiled,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
  });
  await writeFile(join(compiled, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(compiled, 'gateway.js'),
    `import { ensureLakehouse } from './ensure.js';
     const { manifest } = await ensureLakehouse({ dataDir: process.argv[2], log: (line) => console.log(line) });
     console.log('ready ' + manifest.builtAt);`,
  );
  const module: { readonly ensureLakehouse: typeof Ensure } = await import(
    /* @vite-ignore */ pathToFileURL(join(compiled, 'ensure.js')).href
  );
  ensureLakehouse = module.ensureLakehouse;
}, 60_000);

afterAll(async () => {
  await rm(compiled, { recursive: true, force: true });
  await root.remove();
});

beforeEach(async () => {
  caseNumber += 1;
  dataDir = join(root.path, `data-${caseNumber}`);
  await mkdir(dataDir);
});

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error('did not happen within 20 s');
    await sleep(20);
  }
}

/** A process of its own, with its own process group, that does what the gateway does at its start. */
function startGateway(): { readonly child: ChildProcess; readonly lines: string[]; readonly ended: Promise<unknown> } {
  const child = spawn(process.execPath, [join(compiled, 'gateway.js'), dataDir], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => lines.push(...chunk.trimEnd().split('\n')));
  }
  return { child, lines, ended: new Promise((resolve) => child.once('close', resolve)) };
}

/** The process id in a lock file. */
function holderOf(lock: string): number {
  const holder: unknown = JSON.parse(lock);
  if (typeof holder !== 'object' || holder === null || !('pid' in holder)) throw new Error('lock without pid');
  return Number(holder.pid);
}

/** Waits until a build is well under way and gives the process id of the builder. */
async function builderUnderWay(lines: readonly string[]): Promise<number> {
  await eventually(() => lines.some((line) => line.startsWith('[2/')));
  return holderOf(await readFile(join(dataDir, 'lakehouse.lock'), 'utf8'));
}

describe('the build in a child process', { timeout: 60_000 }, () => {
  it('builds in another process, and reports its steps', async () => {
    const lines: string[] = [];
    let builder: number | undefined;
    const { manifest, files } = await ensureLakehouse({
      dataDir,
      source: findSource(),
      log: (line) => {
        lines.push(line);
        if (line.startsWith('[2/')) builder = holderOf(readFileSync(join(dataDir, 'lakehouse.lock'), 'utf8'));
      },
    });
    expect(builder).toBeGreaterThan(0);
    expect(builder).not.toBe(process.pid);
    expect(manifest.source.name).toBe('vega-datasets');
    expect([...files.values()].every((file) => existsSync(file))).toBe(true);
    expect(lines.at(-1)).toMatch(/^\[10\/10\]/);
  });

  it('hands on what the child says when it fails', async () => {
    const broken = { ...small, airportsFile: join(root.path, 'nowhere.csv') };
    await writeFile(broken.airportsFile, 'iata,name\nSFO,San Francisco\n');
    await expect(ensureLakehouse({ dataDir, source: broken, log: () => {} })).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('src/lakehouse/bronze/1-airports.sql failed: '),
    });
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('leaves nothing when aborted in the middle', async () => {
    const stop = new AbortController();
    const build = ensureLakehouse({
      dataDir,
      source: findSource(),
      signal: stop.signal,
      log: (line) => {
        if (line.startsWith('[5/')) stop.abort();
      },
    });
    await expect(build).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('leaves nothing when Ctrl-C ends gateway and builder in the middle', async () => {
    const { child, lines, ended } = startGateway();
    await builderUnderWay(lines);
    if (child.pid === undefined) throw new Error('not started');
    process.kill(-child.pid, 'SIGINT');
    await ended;
    await eventually(async () => (await readdir(dataDir)).length === 0);
    expect(lines.some((line) => line.startsWith('ready'))).toBe(false);
  });

  it('stops building when the gateway is killed', async () => {
    const { child, lines } = startGateway();
    const builder = await builderUnderWay(lines);
    child.kill('SIGKILL');
    await eventually(async () => (await readdir(dataDir)).length === 0);
    await eventually(() => {
      try {
        process.kill(builder, 0);
        return false;
      } catch {
        return true;
      }
    });
  });

  it('says that the builder was killed, and the next start sweeps up and builds', async () => {
    const { lines, ended } = startGateway();
    process.kill(await builderUnderWay(lines), 'SIGKILL');
    await ended;
    expect(lines.join('\n')).toContain('The process that builds the lakehouse was ended by SIGKILL.');
    expect((await readdir(dataDir)).some((name) => name.startsWith('lakehouse.building-'))).toBe(true);
    expect(existsSync(join(dataDir, 'lakehouse'))).toBe(false);
    await ensureLakehouse({ dataDir, source: small, log: () => {} });
    expect(await readdir(dataDir)).toEqual(['lakehouse']);
  });

  it('builds once when two gateways start together', async () => {
    const gateways = [startGateway(), startGateway()];
    await Promise.all(gateways.map(({ ended }) => ended));
    const built = gateways.filter(({ lines }) => lines.some((line) => line.startsWith('[1/')));
    expect(built).toHaveLength(1);
    const ready = gateways.map(({ lines }) => lines.find((line) => line.startsWith('ready')));
    expect(ready[0]).toMatch(/^ready 20/);
    expect(ready[1]).toBe(ready[0]);
    const waited = gateways.flatMap(({ lines }) => lines).filter((line) => line.startsWith('Waiting for process '));
    expect(waited.length).toBeLessThanOrEqual(1);
    expect(await readdir(dataDir)).toEqual(['lakehouse']);
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1, host: hostname(), token: 'x' }, 0],
    ['untouched for long, though its process id lives again', { pid: process.pid, host: hostname(), token: 'x' }, 60],
    ['of another host, untouched for long', { pid: 1, host: 'elsewhere', token: 'x' }, 60],
    ['that is no lock', 'garbage', 0],
  ])('takes over a lock %s', async (_, holder, ageSeconds) => {
    const lock = join(dataDir, 'lakehouse.lock');
    await writeFile(lock, JSON.stringify(holder));
    const touched = new Date(Date.now() - ageSeconds * 1_000);
    await utimes(lock, touched, touched);
    const lines: string[] = [];
    await ensureLakehouse({ dataDir, source: small, log: (line) => lines.push(line) });
    expect(lines.some((line) => line.startsWith('Waiting'))).toBe(false);
    expect(await readdir(dataDir)).toEqual(['lakehouse']);
  });

  it('waits for a lock that is held, until aborted', async () => {
    const lock = join(dataDir, 'lakehouse.lock');
    await writeFile(lock, JSON.stringify({ pid: process.pid, host: hostname(), token: 'x' }));
    const stop = new AbortController();
    const lines: string[] = [];
    const build = ensureLakehouse({
      dataDir,
      source: small,
      signal: stop.signal,
      log: (line) => {
        lines.push(line);
        if (line.startsWith('Waiting')) stop.abort();
      },
    });
    await expect(build).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(lines).toContain(`Waiting for process ${process.pid}, which is building the lakehouse.`);
    expect(await readdir(dataDir)).toEqual(['lakehouse.lock']);
  });
});
