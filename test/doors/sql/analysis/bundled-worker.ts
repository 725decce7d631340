import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { packageRoot } from '../../../../src/lib/package-root.js';

/** The threads' program of the sources as they are now, in one file. */
export async function bundledWorker(): Promise<URL> {
  const root = packageRoot();
  const outfile = join(root, 'dist', 'test-threads', `catalog-worker-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, 'src', 'doors', 'sql', 'analysis', 'catalog-worker.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return pathToFileURL(outfile);
}
