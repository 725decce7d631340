import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Manifest } from './manifest.js';
import type { LakehouseSource } from './source.js';
import type { LakehouseScripts } from './sql-files.js';
import { PARQUET_OPTIONS } from './write-table.js';

/** Changes whenever the SQL, the checks or the way the files are written do. */
export function scriptsFingerprint(scripts: LakehouseScripts): string {
  const parts = [...scripts.tables, ...scripts.checks].flatMap(({ file, sql }) => [file, sql]);
  return createHash('sha256')
    .update(JSON.stringify([PARQUET_OPTIONS, parts]))
    .digest('hex');
}

/** The source as the manifest names it. */
export function describeSource(source: LakehouseSource): Manifest['source'] {
  return {
    name: source.name,
    version: source.version,
    files: [source.flightsFile, source.airportsFile].map((file) => ({
      name: basename(file),
      bytes: statSync(file).size,
    })),
  };
}

/** Whether a build from these scripts and this source would give what the manifest describes. */
export function isCurrent(manifest: Manifest, scripts: LakehouseScripts, source: Manifest['source']): boolean {
  return (
    manifest.scriptsFingerprint === scriptsFingerprint(scripts) &&
    JSON.stringify(manifest.source) === JSON.stringify(source)
  );
}
