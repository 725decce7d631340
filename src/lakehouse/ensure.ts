import { join, resolve } from 'node:path';
import { GatewayError } from '../errors.js';
import { type BuildLakehouseOptions, buildLakehouse } from './build.js';
import { describeSource, isCurrent, scriptsFingerprint } from './fingerprint.js';
import { type Manifest, readManifest } from './manifest.js';
import { findSource, type LakehouseSource } from './source.js';
import { readScripts } from './sql-files.js';

/** A built lakehouse. */
export interface Lakehouse {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Absolute path of each table's Parquet file by full name; gold and the governance mapping tables only. */
  readonly files: ReadonlyMap<string, string>;
}

function open(folder: string, manifest: Manifest): Lakehouse {
  const served = manifest.tables.filter(({ layer }) => layer === 'gold' || layer === 'governance');
  return Object.freeze({
    folder,
    manifest,
    files: new Map(served.map(({ name, file }) => [name, join(folder, ...file.split('/'))])),
  });
}

/** The source if it is installed. A production install has no development dependencies and may bring a built lakehouse. */
function sourceIfInstalled(): LakehouseSource | undefined {
  try {
    return findSource();
  } catch {
    return undefined;
  }
}

/**
 * The lakehouse of the data directory, built first if it is not there or if the SQL or the source changed. Where the
 * source is not installed, a lakehouse made by the same SQL is taken as it is. Takes some 20 ms if all is current.
 * @throws GatewayError as `buildLakehouse` does.
 */
export async function ensureLakehouse(options: BuildLakehouseOptions): Promise<Lakehouse> {
  const folder = join(resolve(options.dataDir), 'lakehouse');
  const scripts = readScripts();
  const source = options.source ?? sourceIfInstalled();
  const existing = await readManifest(folder);
  if (existing !== undefined) {
    const current =
      source === undefined
        ? existing.scriptsFingerprint === scriptsFingerprint(scripts)
        : isCurrent(existing, scripts, describeSource(source));
    if (current) return open(folder, existing);
  }
  options.log(`Building the demo lakehouse in ${folder} (once; takes some seconds)`);
  await buildLakehouse(source === undefined ? options : { ...options, source });
  const built = await readManifest(folder);
  if (built === undefined) throw new GatewayError('INTERNAL', `The build left no readable lakehouse in ${folder}.`);
  return open(folder, built);
}
