import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgresServer } from '../../heavy/sql-clients/postgres-server.js';
import { COLUMNS, TABLE, writeData, writeSchema } from './readings.js';

function loadPostgres(server: PostgresServer, csv: string): void {
  const columns = COLUMNS.map(({ name, postgres }) => `${name} ${postgres} NOT NULL`).join(', ');
  const script = [
    'CREATE SCHEMA bench',
    `CREATE TABLE ${TABLE} (${columns}, PRIMARY KEY (id))`,
    `\\copy ${TABLE} FROM '${csv}' (FORMAT csv)`,
    `VACUUM (FREEZE, ANALYZE) ${TABLE}`,
    `SELECT count(*) FROM ${TABLE}`,
  ];
  const parameters = script.flatMap((command) => ['-c', command]);
  execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', server.url, ...parameters], { stdio: 'ignore' });
}

export interface World {
  readonly schemaDir: string;
  readonly dataDir: string;
  readonly postgres: PostgresServer;
  close(): void;
}

/** The same million rows as a governed table and as a table of a real PostgreSQL. Takes some ten seconds. */
export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-sql-bench-'));
  const [schemaDir, dataDir, csv] = [join(folder, 'schema'), join(folder, 'data'), join(folder, 'readings.csv')];
  const parquet = join(folder, 'readings.parquet');
  mkdirSync(dataDir);
  writeSchema(
    schemaDir,
    `{ kind: duckdb, catalog: lakehouse, tables: { lakehouse.${TABLE}: ${JSON.stringify(parquet)} } }`,
  );
  await writeData(parquet, csv);
  const postgres = await startPostgresServer();
  loadPostgres(postgres, csv);
  return {
    schemaDir,
    dataDir,
    postgres,
    close() {
      postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
