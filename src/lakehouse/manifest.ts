import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LAYERS } from './sql-files.js';

const columnSchema = z.object({ name: z.string(), type: z.string() });

const tableSchema = z.object({
  layer: z.enum(LAYERS),
  /** Unity Catalog full name, `lakehouse.gold.flights`. */
  name: z.string(),
  /** Relative to the lakehouse folder, with forward slashes. */
  file: z.string(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  rowGroups: z.int().nonnegative(),
  durationMs: z.int().nonnegative(),
  /** Names and DuckDB types in order. */
  columns: z.array(columnSchema),
});

const manifestSchema = z.object({
  /** Hash of the SQL and layout that made these files. */
  scriptsFingerprint: z.string(),
  builtAt: z.iso.datetime(),
  durationMs: z.int().nonnegative(),
  duckdbVersion: z.string(),
  source: z.object({
    name: z.string(),
    version: z.string(),
    files: z.array(z.object({ name: z.string(), bytes: z.int().nonnegative() })),
  }),
  tables: z.array(tableSchema),
  /** The checks that this build passed. */
  checks: z.array(z.string()),
});

/** What a build made and from what; `manifest.json` in the lakehouse folder. */
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestTable = Manifest['tables'][number];

const FILE = 'manifest.json';

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/**
 * The manifest of a lakehouse folder. Undefined if there is none, it is not readable as one, or a file it names is
 * not there with the size it had: then the lakehouse wants building.
 */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')));
    const sizes = await Promise.all(manifest.tables.map(async (table) => (await stat(join(folder, table.file))).size));
    return manifest.tables.every((table, index) => table.bytes === sizes[index]) ? manifest : undefined;
  } catch {
    return undefined;
  }
}
