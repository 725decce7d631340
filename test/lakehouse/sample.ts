import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { findSource, type LakehouseSource } from '../../src/lakehouse/source.js';

/** Rows of one statement on a fresh in-memory database; 64-bit numbers as text, dates as ISO text. */
export async function query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  try {
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
  }
}

export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'medallion-lakehouse-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * A source of `rows` flights, spread over the whole file, in which the first ten stand twice: exact duplicates that
 * every layer must keep. Airports are all of the source's.
 */
export async function writeSample(folder: string, rows: number): Promise<LakehouseSource> {
  const full = findSource();
  await mkdir(folder, { recursive: true });
  const flightsFile = join(folder, 'flights.parquet');
  await query(
    `COPY (
       WITH sampled AS (
         SELECT * EXCLUDE (file_row_number), file_row_number AS n
         FROM read_parquet('${full.flightsFile}', file_row_number = true)
         WHERE file_row_number % (3000000 // ${rows - 10}) = 7
         ORDER BY n LIMIT ${rows - 10}
       )
       SELECT * EXCLUDE (n) FROM sampled
       UNION ALL (SELECT * EXCLUDE (n) FROM sampled ORDER BY n LIMIT 10)
     ) TO '${flightsFile}' (FORMAT parquet)`,
  );
  return { name: 'sample', version: '1', flightsFile, airportsFile: full.airportsFile };
}
