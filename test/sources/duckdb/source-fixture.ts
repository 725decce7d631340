import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  type DuckdbConfig,
  DuckdbSource,
  type DuckdbSourceOptions,
  type DuckdbStatementOptions,
} from '../../../src/sources/duckdb/duckdb-source.js';
import type { ResultBatch, StatementResult } from '../../../src/sources/source.js';
import type { BoundParameter } from '../../../src/sql/statement.js';

export const CONFIG: DuckdbConfig = {
  threads: 1,
  maxConnections: 4,
  maxStreams: 4,
  memoryLimitMb: 192,
  statementTimeoutMs: 30_000,
};

/** Writes one Parquet file per query into a fresh folder. */
export class ParquetFolder {
  readonly dir: string;
  private constructor(dir: string) {
    this.dir = dir;
  }

  static async create(): Promise<ParquetFolder> {
    // Characters that a careless engine would read as a pattern or as the end of a text.
    return new ParquetFolder(await mkdtemp(join(tmpdir(), "medallion [it's] ")));
  }

  path(name: string): string {
    return join(this.dir, `${name}.parquet`);
  }

  async write(name: string, select: string): Promise<string> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`COPY (${select}) TO '${this.path(name).replaceAll("'", "''")}' (FORMAT parquet)`);
    connection.disconnectSync();
    instance.closeSync();
    return this.path(name);
  }

  remove(): Promise<void> {
    return rm(this.dir, { recursive: true, force: true });
  }
}

/** A source over a folder's files: `file` is the table `lakehouse.gold.file`. */
export function openSource(
  folder: ParquetFolder,
  files: readonly string[],
  config: Partial<DuckdbConfig> = {},
  options: Partial<DuckdbSourceOptions> = {},
): Promise<DuckdbSource> {
  const tables = new Map(files.map((file) => [`lakehouse.gold.${file}`, folder.path(file)]));
  return DuckdbSource.open({
    name: 'lakehouse',
    config: { ...CONFIG, ...config },
    tables,
    dataDir: folder.dir,
    ...options,
  });
}

export function within(timeoutMs = 20_000, controller = new AbortController()): DuckdbStatementOptions {
  return { timeoutMs, signal: controller.signal };
}

export function run(
  source: DuckdbSource,
  text: string,
  options: DuckdbStatementOptions = within(),
  parameters: readonly BoundParameter[] = [],
): Promise<StatementResult> {
  return source.execute({ text, parameters }, options);
}

export async function batchesOf(result: StatementResult): Promise<readonly ResultBatch[]> {
  const batches: ResultBatch[] = [];
  for await (const batch of result.batches) batches.push(batch);
  return batches;
}

/** All rows of a statement. */
export async function rows(
  source: DuckdbSource,
  text: string,
  options: DuckdbStatementOptions = within(),
  parameters: readonly BoundParameter[] = [],
): Promise<unknown[][]> {
  const batches = await batchesOf(await run(source, text, options, parameters));
  return batches.flatMap((batch) =>
    Array.from({ length: batch.rowCount }, (_, row) => batch.columns.map((column) => column[row])),
  );
}

/** What a promise rejected with; fails if it did not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('The promise did not reject.');
}
