import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../../lib/package-root.js';

/** The compiled entry of the threads: beside this file, or the last build's where the sources run as they are. */
export function workerEntry(): URL {
  const beside = new URL('./catalog-worker.js', import.meta.url);
  if (existsSync(beside)) return beside;
  return pathToFileURL(join(packageRoot(), 'dist', 'src', 'doors', 'sql', 'analysis', 'catalog-worker.js'));
}
