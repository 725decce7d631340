import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CorpusTable } from './corpus-table.js';
import { DEMO_SCHEMA_DIR, readGoldTables } from './read-gold-tables.js';
import { tpchContract } from './tpch-contract.js';
import { TPCH_TABLES } from './tpch-tables.js';
import { writeSample } from './write-sample.js';
import { writeTpchUnity } from './write-unity.js';

/** A folder with everything a gateway over the corpus' data needs. */
export interface Corpus {
  /** For `loadConfig({ schemaDir, env })`: contract, governance, and a gateway.yaml that names the sampled files. */
  readonly schemaDir: string;
  /** For MEDALLION_DATA_DIR. */
  readonly dataDir: string;
  /** Parquet files by Unity Catalog full name. */
  readonly files: ReadonlyMap<string, string>;
  readonly tables: readonly CorpusTable[];
  close(): Promise<void>;
}

function settings(files: ReadonlyMap<string, string>): string {
  const tables = [...files].map(([name, file]) => `      ${name}: ${JSON.stringify(file)}`);
  return [
    'sources:',
    '  lakehouse:',
    '    kind: duckdb',
    '    catalog: lakehouse',
    '    tables:',
    ...tables,
    'catalog:',
    '  kind: embedded',
    '  path: unity',
    'identity:',
    '  devIssuer:',
    '    enabled: true',
    'observe:',
    '  logLevel: silent',
    '',
  ].join('\n');
}

/**
 * Writes the corpus' data and a schema folder over it into a temporary folder. A gateway of it is the demo's with fewer
 * rows and the schema `tpch` beside `gold`. Takes about two seconds.
 */
export async function openCorpus(): Promise<Corpus> {
  const folder = await mkdtemp(join(tmpdir(), 'medallion-corpus-'));
  const schemaDir = join(folder, 'schema');
  const dataDir = join(folder, 'data');
  const sample = join(folder, 'sample');
  await Promise.all([mkdir(dataDir), mkdir(sample), cp(DEMO_SCHEMA_DIR, schemaDir, { recursive: true })]);
  const files = await writeSample(sample);
  await writeTpchUnity(join(schemaDir, 'unity'));
  await writeFile(join(schemaDir, 'tpch.graphql'), tpchContract());
  await writeFile(join(schemaDir, 'gateway.yaml'), settings(files));
  return {
    schemaDir,
    dataDir,
    files,
    tables: [...(await readGoldTables()), ...TPCH_TABLES],
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
