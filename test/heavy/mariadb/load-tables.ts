import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { MariadbServer } from '../../support/services/mariadb-server.js';

export interface LoadedTable {
  /** Full name in Unity Catalog. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly key?: readonly string[];
  readonly references?: readonly { readonly columns: readonly string[] }[];
}

/** Texts that keys and indexes are made of are short; all others have no bound. */
function columnType(type: string, isKey: boolean): string {
  const name = type.toUpperCase();
  if (name === 'STRING') return isKey ? 'VARCHAR(100)' : 'TEXT';
  if (name === 'BOOLEAN') return 'TINYINT(1)';
  if (name.startsWith('TIMESTAMP')) return 'DATETIME(6)';
  if (name === 'BINARY') return 'LONGBLOB';
  return name === 'FLOAT' ? 'FLOAT' : name;
}

const identifier = (name: string) => `\`${name}\``;

/** What DuckDB writes for a column, as LOAD DATA reads it. */
function exported({ name, type }: { readonly name: string; readonly type: string }): string {
  const column = `"${name}"`;
  if (type === 'BOOLEAN') return `CAST(${column} AS INTEGER)`;
  if (type === 'TIMESTAMP') return `make_timestamp(epoch_us(${column}))`;
  return column;
}

async function loadOne(
  server: MariadbServer,
  duckdb: DuckDBConnection,
  table: LoadedTable,
  file: string,
  folder: string,
) {
  const [, schema = '', name = ''] = table.name.split('.');
  const place = `${identifier(schema)}.${identifier(name)}`;
  const key = table.key ?? [];
  const references = (table.references ?? []).map((reference) => reference.columns);
  const keys = new Set([...key, ...references.flat()]);
  const columns = table.columns.map(
    (column) => `${identifier(column.name)} ${columnType(column.type, keys.has(column.name))}`,
  );
  const indexes = references.map((names) => `INDEX (${names.map(identifier).join(', ')})`);
  const primary = key.length === 0 ? [] : [`PRIMARY KEY (${key.map(identifier).join(', ')})`];
  // A collation that takes é for e and A for a, as servers have it from the start.
  await server.script(
    `CREATE DATABASE IF NOT EXISTS ${identifier(schema)}; DROP TABLE IF EXISTS ${place};
     CREATE TABLE ${place} (${[...columns, ...primary, ...indexes].join(', ')}) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`,
  );
  const path = join(folder, `${schema}.${name}.csv`);
  const items = table.columns.map(exported).join(', ');
  const texts = table.columns.flatMap((column, index) => (column.type === 'STRING' ? [`c${index}`] : []));
  const named = table.columns.map((_, index) => `c${index}`).join(', ');
  const quoting = texts.length === 0 ? '' : `, FORCE_QUOTE (${texts.join(', ')})`;
  await duckdb.run(
    `COPY (SELECT * FROM (SELECT ${items} FROM read_parquet('${file.replaceAll("'", "''").replaceAll('[', '[[]')}')) AS t(${named}))
     TO '${path}' (FORMAT csv, HEADER false, DELIMITER ',', NULLSTR 'NULL'${quoting})`,
  );
  await server.script(
    `SET SESSION time_zone = '+00:00', sql_mode = 'NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES';
     LOAD DATA INFILE '${path}' INTO TABLE ${place} CHARACTER SET utf8mb4
     FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' ESCAPED BY '' LINES TERMINATED BY '\n'`,
  );
}

/** Loads tables into a server, under the schemas that they have in Unity Catalog. @param files a Parquet file for each */
export async function loadTables(
  server: MariadbServer,
  tables: readonly LoadedTable[],
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'medallion-mariadb-load-'));
  const instance = await DuckDBInstance.create(':memory:');
  const duckdb = await instance.connect();
  try {
    await duckdb.run("SET TimeZone = 'UTC'");
    for (const table of tables) {
      const file = files.get(table.name);
      if (file === undefined) throw new Error(`The table ${table.name} has no file.`);
      await loadOne(server, duckdb, table, file, folder);
    }
  } finally {
    duckdb.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}
