import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { nameParts, quoteIdentifier, tableName } from './identifier.js';
import { quoteText } from './quote-text.js';
import { makeTemporaryFolder } from './temporary-folder.js';
import { viewColumns } from './view-columns.js';

export interface EngineOptions {
  /** Threads of one statement. */
  readonly threads: number;
  readonly memoryLimitMb: number;
  /** Bound of what statements spill to disk, all together, in MiB. */
  readonly temporaryLimitMb: number;
  /** Folder under which spilled data goes. */
  readonly dataDir: string;
  /** Parquet file of each table, by full name. */
  readonly tables: ReadonlyMap<string, string>;
}

/** A character class of one keeps `*`, `?` and `[` in a folder's name from being read as a pattern. */
function filePattern(path: string): string {
  return quoteText(resolve(path).replaceAll(/[\\*?[\]]/g, '[$&]'));
}

async function createView(connection: DuckDBConnection, fullName: string, path: string): Promise<void> {
  const file = `read_parquet(${filePattern(path)})`;
  const sample = await connection.run(`SELECT * FROM ${file} LIMIT 0`);
  const columns = sample.columnNames().map((name, index) => ({ name, type: sample.columnType(index) }));
  const view = tableName({ source: '', name: fullName });
  await connection.run(`CREATE VIEW ${view} AS SELECT ${viewColumns(columns)} FROM ${file}`);
}

async function createCatalog(connection: DuckDBConnection, tables: ReadonlyMap<string, string>): Promise<void> {
  const names = [...tables.keys()].map(nameParts);
  const catalogs = new Set(names.map(([catalog]) => quoteIdentifier(catalog)));
  const schemas = new Set(names.map(([catalog, schema]) => `${quoteIdentifier(catalog)}.${quoteIdentifier(schema)}`));
  for (const catalog of catalogs) await connection.run(`ATTACH ':memory:' AS ${catalog}`);
  for (const schema of schemas) await connection.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  for (const [fullName, path] of tables) await createView(connection, fullName, path);
}

/** Nothing but the tables' own files can be opened from here on, and no setting changed. */
async function lockDown(connection: DuckDBConnection, tables: ReadonlyMap<string, string>): Promise<void> {
  const paths = [...tables.values()].flatMap((path) => [quoteText(resolve(path)), filePattern(path)]);
  await connection.run(`SET allowed_paths = [${[...new Set(paths)].join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

/** An open engine with the folder that it spills to. */
export interface Engine {
  readonly instance: DuckDBInstance;
  close(): void;
}

/** An in-memory DuckDB whose catalog has a view over each table's Parquet file, closed to all else. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const temporary = await makeTemporaryFolder(options.dataDir);
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memoryLimitMb}MiB`,
    // Gives freed memory back to the system sooner than after 512 MB.
    allocator_bulk_deallocation_flush_threshold: '16MB',
    temp_directory: temporary,
    max_temp_directory_size: `${options.temporaryLimitMb}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
  });
  try {
    const connection = await instance.connect();
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    await connection.run('SET GLOBAL parquet_metadata_cache = true');
    await createCatalog(connection, options.tables);
    await lockDown(connection, options.tables);
    connection.disconnectSync();
    return {
      instance,
      close: () => {
        instance.closeSync();
        rmSync(temporary, { recursive: true, force: true });
      },
    };
  } catch (error) {
    instance.closeSync();
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}
