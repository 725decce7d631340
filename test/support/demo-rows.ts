import { DuckDBInstance } from '@duckdb/node-api';
import { ensureLakehouse } from '../../src/lakehouse/ensure.js';
import { DEMO_DATA_DIR } from './demo.js';

/** A row as it is stored; whole numbers of 64 bits, dates and times are texts. */
export type DemoRow = Readonly<Record<string, unknown>>;

/** The rows of one of the demo's Parquet files, which know of no policy. @param sql of a table `stored` */
export async function demoRows(table: string, sql = 'FROM stored'): Promise<readonly DemoRow[]> {
  const { files } = await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: () => undefined });
  const file = files.get(table);
  if (file === undefined) throw new Error(`The demo has no table ${table}.`);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE VIEW stored AS FROM read_parquet('${file.replaceAll("'", "''")}')`);
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
