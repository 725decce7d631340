import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api';

/** The settings that the gateway's own source has, so that peers differ in nothing but what they do with DuckDB. */
const SETTINGS = { threads: '1', memory_limit: '160MiB' };

const CONNECTIONS = 3;

type Value = string | number | bigint;

function bind(statement: DuckDBPreparedStatement, values: readonly Value[]): void {
  values.forEach((value, index) => {
    if (typeof value === 'string') statement.bindVarchar(index + 1, value);
    else statement.bindBigInt(index + 1, BigInt(value));
  });
}

/** A pool over the demo's Parquet files with prepared statements kept for each connection. */
export class LakehousePool {
  private readonly idle: DuckDBConnection[] = [];
  private readonly waiting: ((connection: DuckDBConnection) => void)[] = [];
  private readonly prepared = new Map<DuckDBConnection, Map<string, DuckDBPreparedStatement>>();

  /** @param folder the lakehouse's folder, with `gold/flights/part-0.parquet` below it. */
  static async open(folder: string): Promise<LakehousePool> {
    // A spill folder of its own: engines that share one read each other's files.
    const temporary = mkdtempSync(join(tmpdir(), 'medallion-bench-spill-'));
    process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
    process.once('SIGTERM', () => process.exit(0));
    const instance = await DuckDBInstance.create(':memory:', { ...SETTINGS, temp_directory: temporary });
    const pool = new LakehousePool();
    for (let index = 0; index < CONNECTIONS; index += 1) pool.idle.push(await instance.connect());
    const [first] = pool.idle;
    await first?.run('SET GLOBAL parquet_metadata_cache = true');
    for (const table of ['flights', 'airports']) {
      const file = join(folder, 'gold', table, 'part-0.parquet').replaceAll("'", "''");
      await first?.run(`CREATE VIEW ${table} AS SELECT * FROM read_parquet('${file}')`);
    }
    return pool;
  }

  /** The one text of a statement that gives one. */
  text(sql: string, values: readonly Value[]): Promise<string> {
    return this.use(sql, values, async (statement) => {
      const chunk = await (await statement.run()).fetchChunk();
      return String(chunk?.getColumnVector(0).getItem(0));
    });
  }

  /** Rows as objects, as an application would have them. */
  rows(sql: string, values: readonly Value[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return this.use(sql, values, async (statement) => (await statement.runAndReadAll()).getRowObjectsJS());
  }

  private async use<T>(
    sql: string,
    values: readonly Value[],
    work: (statement: DuckDBPreparedStatement) => Promise<T>,
  ): Promise<T> {
    const connection =
      this.idle.pop() ?? (await new Promise<DuckDBConnection>((resolve) => this.waiting.push(resolve)));
    try {
      const statements = this.prepared.get(connection) ?? new Map<string, DuckDBPreparedStatement>();
      this.prepared.set(connection, statements);
      const statement = statements.get(sql) ?? (await connection.prepare(sql));
      statements.set(sql, statement);
      bind(statement, values);
      return await work(statement);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.idle.push(connection);
      else next(connection);
    }
  }
}
