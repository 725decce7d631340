import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGE_STATEMENTS } from './catalog-backend.js';
import { IMAGE_CONFIGURATION } from './postgres-instance.js';
import { postgresVersion } from './postgres-parts.js';
import { readBlob } from './read-blob.js';

const PREFIX = 'catalog-';

/**
 * The packed data directory that every catalog starts from, made on first use and kept in `folder` (30 MB).
 * @param make gives a fresh image; called only where none of this version is there.
 */
export async function catalogImage(folder: string, make: () => Promise<Uint8Array>): Promise<Blob> {
  const contents = createHash('sha256')
    .update(JSON.stringify([IMAGE_STATEMENTS, IMAGE_CONFIGURATION]))
    .digest('hex');
  const name = `${PREFIX}${await postgresVersion()}-${contents.slice(0, 12)}.tar`;
  const path = join(folder, name);
  try {
    await access(path);
  } catch {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const partial = join(folder, `${PREFIX}${randomUUID()}.partial`);
    try {
      await writeFile(partial, await make(), { mode: 0o600 });
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    await removeOthers(folder, name);
  }
  return readBlob(path);
}

/** Images of earlier versions. */
async function removeOthers(folder: string, name: string): Promise<void> {
  const files = await readdir(folder);
  const others = files.filter((file) => file.startsWith(PREFIX) && file.endsWith('.tar') && file !== name);
  await Promise.all(others.map((file) => rm(join(folder, file), { force: true })));
}
