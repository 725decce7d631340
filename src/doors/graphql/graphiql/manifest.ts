import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';

/** What a finished bundle consists of; written last, so its presence says that the files beside it are whole. */
export interface BundleManifest {
  /** Hash of everything the bundle was made from. */
  readonly inputHash: string;
  /** The module that the page starts with, and its style sheet. */
  readonly script: string;
  readonly style: string;
  /** Every file that may be served, page and workers; each has a `.gz` beside it. */
  readonly files: readonly string[];
}

/** Folder of the bundle, whether or not it was made. */
export function bundleFolder(): string {
  return join(packageRoot(), 'dist', 'graphiql');
}

/** @returns the manifest, or undefined when there is no finished bundle. */
export function readManifest(folder: string): BundleManifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as BundleManifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
