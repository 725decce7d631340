import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process is there, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what processes that are gone have left. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(/^(\d+)-/u.exec(name)?.[1]);
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * A folder for what this engine spills, and for no other: DuckDB names its spill files alike in every process, so
 * two engines in one folder would read each other's rows.
 */
export async function makeTemporaryFolder(dataDir: string): Promise<string> {
  const parent = join(resolve(dataDir), 'duckdb-temporary');
  await mkdir(parent, { recursive: true });
  await sweep(parent);
  return mkdtemp(join(parent, `${process.pid}-`));
}
