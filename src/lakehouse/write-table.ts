import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { GatewayError } from '../errors.js';
import type { ManifestTable } from './manifest.js';
import type { TableScript } from './sql-files.js';

/**
 * Row groups of 30 DuckDB vectors: small enough that a look-up or a filter on the clustered column reads few rows,
 * large enough that a full scan loses nothing measurable.
 */
export const PARQUET_OPTIONS = 'FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 61440';

/** Unity Catalog name of the embedded catalog. */
export const CATALOG = 'lakehouse';

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The first row of a statement, by column name; 64-bit numbers come as text. */
async function firstRow(connection: DuckDBConnection, sql: string): Promise<Readonly<Record<string, unknown>>> {
  const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  return row ?? {};
}

/**
 * Runs one script, writes its result as Parquet below `folder`, and gives it to later scripts as the view
 * `layer.table` over the written file: what they read is what is on disk.
 */
export async function writeTable(
  connection: DuckDBConnection,
  folder: string,
  script: TableScript,
): Promise<ManifestTable> {
  const { layer, table } = script;
  const file = `${layer}/${table}/part-0.parquet`;
  const path = join(folder, layer, table, 'part-0.parquet');
  const startedMs = performance.now();
  await mkdir(join(folder, layer, table), { recursive: true });
  try {
    await connection.run(`COPY (\n${script.sql}\n) TO ${quote(path)} (${PARQUET_OPTIONS})`);
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${layer}`);
    await connection.run(`CREATE VIEW ${layer}.${table} AS SELECT * FROM read_parquet(${quote(path)})`);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new GatewayError('INTERNAL', `src/lakehouse/${script.file} failed: ${detail}`, { cause });
  }
  const metadata = await firstRow(
    connection,
    `SELECT num_rows, num_row_groups FROM parquet_file_metadata(${quote(path)})`,
  );
  const columns = (await connection.runAndReadAll(`DESCRIBE ${layer}.${table}`)).getRowObjectsJson();
  return {
    layer,
    name: `${CATALOG}.${layer}.${table}`,
    file,
    rows: Number(metadata.num_rows),
    bytes: (await stat(path)).size,
    rowGroups: Number(metadata.num_row_groups),
    durationMs: Math.round(performance.now() - startedMs),
    columns: columns.map((column) => ({ name: String(column.column_name), type: String(column.column_type) })),
  };
}
