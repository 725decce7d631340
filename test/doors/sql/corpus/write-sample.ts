import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ensureLakehouse } from '../../../../src/lakehouse/ensure.js';
import { DEMO_DATA_DIR } from '../../../support/demo.js';
import type { CorpusTable } from './corpus-table.js';
import { generateTpch, type TextRow } from './generate-tpch.js';
import { TPCH_TABLES } from './tpch-tables.js';

/** Which rows of the demo's large tables are in the sample. Whole routes stay together, so that days follow days. */
const SAMPLES: Readonly<Record<string, string>> = {
  'lakehouse.gold.flights': 'flight_id % 100 = 7',
  'lakehouse.gold.route_days':
    "origin_iata IN ('LAX', 'SFO', 'OAK', 'JFK', 'ABE', 'BOI') AND \"date\" < DATE '2001-06-01'",
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

async function writeRows(to: DuckDBConnection, table: CorpusTable, rows: readonly TextRow[], file: string) {
  const short = `"${table.name.split('.').at(-1)}"`;
  const types = table.columns.map(({ type }) => (type === 'string' ? 'varchar' : type));
  await to.run(`CREATE TABLE ${short} (${table.columns.map(({ name }, at) => `"${name}" ${types[at]}`).join(', ')})`);
  for (let start = 0; start < rows.length; start += 2000) {
    const tuples = rows.slice(start, start + 2000).map((row) => `(${row.map(quoted).join(', ')})`);
    await to.run(`INSERT INTO ${short} VALUES ${tuples.join(', ')}`);
  }
  await to.run(`COPY ${short} TO ${quoted(file)} (FORMAT parquet)`);
}

/**
 * Writes the corpus' data as Parquet files into `folder`: about 30,000 of the demo's flights, some of its route days,
 * its small tables whole, and the TPC-H tables.
 * @returns the files by Unity Catalog full name.
 */
export async function writeSample(folder: string): Promise<ReadonlyMap<string, string>> {
  const lakehouse = await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: () => undefined });
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const to = await instance.connect();
  const files = new Map<string, string>();
  try {
    for (const [name, from] of lakehouse.files) {
      const file = join(folder, `${name}.parquet`);
      const rows = `SELECT * FROM ${quoted(from)} WHERE ${SAMPLES[name] ?? 'true'}`;
      await to.run(`COPY (${rows}) TO ${quoted(file)} (FORMAT parquet)`);
      files.set(name, file);
    }
    const tpch = generateTpch();
    for (const table of TPCH_TABLES) {
      const file = join(folder, `${table.name}.parquet`);
      await writeRows(to, table, tpch.get(table.name.split('.').at(-1) ?? '') ?? [], file);
      files.set(table.name, file);
    }
  } finally {
    to.closeSync();
    instance.closeSync();
  }
  return files;
}
