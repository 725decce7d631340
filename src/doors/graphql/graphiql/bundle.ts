import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { packageRoot } from '../../../lib/package-root.js';
import { type BundleManifest, bundleFolder, readManifest } from './manifest.js';

/**
 * Run by `npm run build`: bundles the GraphiQL page and its workers from our own packages into `dist/graphiql`, and
 * does nothing when no input changed since (`npm start` builds each time).
 */
const root = packageRoot();
const pageFolder = join(root, 'src', 'doors', 'graphql', 'graphiql', 'page');

/** Package paths of monaco's workers, by the name of the file made from each. */
const WORKERS = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
} as const;

async function bundle(): Promise<void> {
  const folder = bundleFolder();
  const inputHash = hashInputs();
  const previous = readManifest(folder);
  if (previous?.inputHash === inputHash && previous.files.every((file) => existsSync(join(folder, file)))) return;

  // Loaded here only: the usual run of this script finds the bundle fresh and must cost next to nothing.
  const { build } = await import('esbuild');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const common = {
    absWorkingDir: root,
    outdir: folder,
    bundle: true,
    minify: true,
    metafile: true,
    legalComments: 'none',
    target: 'es2022',
    logLevel: 'warning',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
  } as const satisfies BuildOptions;
  const workers = await build({ ...common, format: 'iife', entryPoints: WORKERS });
  const page = await build({
    ...common,
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    entryPoints: { page: join(pageFolder, 'page.tsx') },
    define: { WORKER_FILES: JSON.stringify(workerFiles(workers.metafile)), 'process.env.NODE_ENV': '"production"' },
    plugins: [slimMonaco],
  });
  writeManifest(folder, inputHash, [workers.metafile, page.metafile]);
}

/** Takes the editor's features from our own short list, and its styles from GraphiQL's sheet, which holds them. */
const slimMonaco: Plugin = {
  name: 'slim-monaco',
  setup(build) {
    build.onResolve({ filter: /editor\/edcore\.main\.js$/ }, () => ({ path: join(pageFolder, 'monaco-core.ts') }));
    build.onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'css' }));
  },
};

/** Sources by content, packages by the lock file: a clone has new times on everything, yet may hold a good bundle. */
function hashInputs(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(pageFolder)
    .sort()
    .map((name) => join(pageFolder, name));
  for (const path of [...sources, fileURLToPath(import.meta.url), join(root, 'package-lock.json')]) {
    if (existsSync(path)) hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function workerFiles(metafile: Metafile): Record<string, string> {
  return Object.fromEntries(
    Object.entries(WORKERS).map(([name, source]) => [name, outputOf(metafile, `node_modules/${source}`)]),
  );
}

function outputOf(metafile: Metafile, entryPoint: string): string {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entryPoint);
  if (found === undefined) throw new Error(`The bundler made no file of ${entryPoint}.`);
  return basename(found[0]);
}

function writeManifest(folder: string, inputHash: string, metafiles: readonly Metafile[]): void {
  const files = metafiles.flatMap((metafile) => Object.keys(metafile.outputs)).map((path) => basename(path));
  const script = files.find((file) => /^page-.*\.js$/.test(file));
  const style = files.find((file) => /^page-.*\.css$/.test(file));
  if (script === undefined || style === undefined) throw new Error('The bundler made no page.');
  for (const file of files) writeFileSync(join(folder, `${file}.gz`), gzipSync(readFileSync(join(folder, file))));
  const manifest: BundleManifest = { inputHash, script, style, files };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  process.stdout.write(`GraphiQL bundled: ${files.length} files, ${describeSize(folder, files)}\n`);
}

function describeSize(folder: string, files: readonly string[]): string {
  const megabytes = (suffix: string) =>
    (files.reduce((sum, file) => sum + statSync(join(folder, file + suffix)).size, 0) / 1e6).toFixed(1);
  return `${megabytes('')} MB, ${megabytes('.gz')} MB compressed.`;
}

await bundle();
