import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE_NAME = 'medallion-gateway';

/**
 * The folder of this package's package.json, found by walking up from this file: the same from `src/` (tests) and
 * from `dist/` (installed), whatever the current folder is.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (nameIn(folder) !== PACKAGE_NAME) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No package.json named ${PACKAGE_NAME} above ${import.meta.url}.`);
    folder = parent;
  }
  return folder;
}

function nameIn(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown }).name;
  } catch {
    // No package.json here; the walk goes on.
    return undefined;
  }
}
