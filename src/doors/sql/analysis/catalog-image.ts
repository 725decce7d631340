import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { IMAGE_CONFIGURATION, IMAGE_STATEMENTS } from './catalog-image-contents.js';
import type { StoredImage } from './catalog-protocol.js';
import { postgresVersion } from './postgres-parts.js';

const PREFIX = 'catalog-';
/** Counts the ways in which images were packed. */
const LAYOUT = 2;

/** Folder of the image that comes with a build: then no start of the gateway has to make one. */
export function packagedImageFolder(): string {
  return join(packageRoot(), 'dist', 'sql-catalog');
}

/**
 * The packed data directory that every catalog starts from, made on first use and kept in `folder` (9 MB). Where it
 * cannot be written, as in a read-only file system, it is kept in memory alone.
 * @param make gives a fresh image; called only where none of this version is there.
 * @param packagedFolder looked into first, never written to
 */
export async function catalogImage(
  folder: string,
  make: () => Promise<Uint8Array>,
  packagedFolder?: string,
): Promise<StoredImage> {
  const contents = createHash('sha256')
    .update(JSON.stringify([LAYOUT, IMAGE_STATEMENTS, IMAGE_CONFIGURATION]))
    .digest('hex');
  const name = `${PREFIX}${await postgresVersion()}-${contents.slice(0, 12)}.tar`;
  for (const candidate of packagedFolder === undefined ? [folder] : [packagedFolder, folder]) {
    const path = join(candidate, name);
    if (await isThere(path)) return path;
  }
  const image = await make();
  // Not kept, it costs the next start some seconds, and nothing else.
  return keep(folder, name, image).catch(() => new Blob([image]));
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** @returns its path */
async function keep(folder: string, name: string, image: Uint8Array): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `${PREFIX}${randomUUID()}.partial`);
  try {
    await writeFile(partial, image, { mode: 0o600 });
    await rename(partial, join(folder, name));
  } finally {
    await rm(partial, { force: true });
  }
  await removeOthers(folder, name);
  return join(folder, name);
}

/** Images of earlier versions. */
async function removeOthers(folder: string, name: string): Promise<void> {
  const files = await readdir(folder);
  const others = files.filter((file) => file.startsWith(PREFIX) && file.endsWith('.tar') && file !== name);
  await Promise.all(others.map((file) => rm(join(folder, file), { force: true })));
}
