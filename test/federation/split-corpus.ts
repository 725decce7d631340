import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import type { Source } from '../../src/sources/source.js';
import type { Corpus } from '../doors/sql/corpus/open-corpus.js';

/** Which source serves a table, by its full name. */
export type Placement = (table: string) => string;

const CONFIG = { threads: 1, maxConnections: 2, maxStreams: 4, memoryLimitMb: 256, statementTimeoutMs: 60_000 };

/** The corpus' contract with each table in the source that `placement` says. */
export async function splitContract(corpus: Corpus, placement: Placement, names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'medallion-split-'));
  await cp(corpus.schemaDir, folder, { recursive: true });
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.graphql') || file === 'directives.graphql') continue;
    const text = await readFile(join(folder, file), 'utf8');
    const split = text.replaceAll(
      /@table\(source: "\w+", name: "([\w.]+)"/gu,
      (_all, table: string) => `@table(source: "${placement(table)}", name: "${table}"`,
    );
    await writeFile(join(folder, file), split);
  }
  // The sources themselves are given by the test; only their names count.
  const sources = names.map((name) => `  ${name}: { kind: duckdb, catalog: ${name}, tables: {} }`).join('\n');
  const settings = await readFile(join(folder, 'gateway.yaml'), 'utf8');
  await writeFile(
    join(folder, 'gateway.yaml'),
    settings.replace(/^sources:[\s\S]*?^catalog:/mu, `sources:\n${sources}\ncatalog:`),
  );
  return folder;
}

export function removeContract(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** A DuckDB of its own with the tables that `placement` gives it. */
export function openPart(corpus: Corpus, name: string, placement: Placement): Promise<DuckdbSource> {
  const tables = new Map([...corpus.files].filter(([table]) => placement(table) === name));
  return DuckdbSource.open({ name, config: CONFIG, tables, dataDir: corpus.dataDir });
}

/** The source as one that cannot take in others' rows. */
export function withoutHost(source: Source): Source {
  return new Proxy(source, {
    get(target, property) {
      if (property === 'openHost') return undefined;
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
