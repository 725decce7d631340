import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The bytes of a secret that is made when it is first asked for, readable by the owner alone. Of two processes that
 * start at once, both get the one that was first.
 * @param sizeBytes length of the secret
 */
export function secretFile(path: string, sizeBytes: number): Uint8Array {
  const read = () => {
    try {
      return readFileSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  const existing = read();
  if (existing !== undefined && existing.byteLength === sizeBytes) return existing;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, randomBytes(sizeBytes), { mode: 0o600, flag: 'wx' });
  try {
    if (existing !== undefined) rmSync(path);
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  const made = read();
  if (made === undefined) throw new Error(`The secret ${path} could not be made.`);
  return made;
}
