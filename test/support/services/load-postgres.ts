import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { PostgresServer } from './postgres-server.js';

/** A table as Unity Catalog describes it, with Databricks' names of types. */
export interface TableToLoad {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly key?: readonly string[];
  readonly references?: readonly { readonly columns: readonly string[] }[];
}

const TYPES: Readonly<Record<string, string>> = {
  STRING: 'text',
  TINYINT: 'smallint',
  SMALLINT: 'smallint',
  INT: 'integer',
  BIGINT: 'bigint',
  FLOAT: 'real',
  DOUBLE: 'double precision',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamptz',
  TIMESTAMP_NTZ: 'timestamp',
  BINARY: 'bytea',
};

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function columnType(type: string): string {
  const name = type.toUpperCase();
  return TYPES[name] ?? name.replace('DECIMAL', 'numeric');
}

/** Makes tables of Parquet files, under their Unity Catalog schemas, with keys, indexes and statistics. */
export async function loadPostgres(
  server: PostgresServer,
  tables: readonly TableToLoad[],
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-load-'));
  chmodSync(folder, 0o755);
  const instance = await DuckDBInstance.create(':memory:');
  const duckdb = await instance.connect();
  try {
    await duckdb.run("SET TimeZone = 'UTC'");
    for (const { name, columns, key = [], references = [] } of tables) {
      const [, schema = '', table = ''] = name.split('.');
      const place = `${quoted(schema)}.${quoted(table)}`;
      const types = columns.map((column) => `${quoted(column.name)} ${columnType(column.type)}`);
      const primary = key.length === 0 ? [] : [`PRIMARY KEY (${key.map(quoted).join(', ')})`];
      const path = join(folder, `${schema}.${table}.csv`);
      const texts = columns.filter(({ type }) => type.toUpperCase() === 'STRING').map((column) => quoted(column.name));
      const list = columns.map((column) => quoted(column.name)).join(', ');
      const quoting = texts.length === 0 ? '' : `, FORCE_QUOTE (${texts.join(', ')})`;
      await duckdb.run(
        `COPY (SELECT ${list} FROM read_parquet('${files.get(name)}')) TO '${path}' (FORMAT csv, HEADER false, NULLSTR '\\N'${quoting})`,
      );
      chmodSync(path, 0o644);
      await server.script(
        `CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}; DROP TABLE IF EXISTS ${place};
         CREATE TABLE ${place} (${[...types, ...primary].join(', ')});
         COPY ${place} FROM '${path}' (FORMAT csv, NULL '\\N');
         ${references.map(({ columns: own }) => `CREATE INDEX ON ${place} (${own.map(quoted).join(', ')});`).join('\n')}
         ANALYZE ${place}`,
      );
    }
  } finally {
    duckdb.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}
