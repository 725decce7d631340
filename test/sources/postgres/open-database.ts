import { PostgresSource } from '../../../src/sources/postgres/postgres-source.js';
import type { ResultBatch, ResultField, StatementOptions } from '../../../src/sources/source.js';
import type { SqlStatement } from '../../../src/sql/statement.js';
import { type PostgresServer, startPostgres } from '../../support/services/postgres-server.js';

const FOREVER: StatementOptions = { signal: new AbortController().signal, timeoutMs: 60_000 };

export interface Answer {
  readonly fields: readonly ResultField[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A server of its own with one source over it. */
export interface Database {
  readonly server: PostgresServer;
  readonly source: PostgresSource;
  ask(statement: SqlStatement | string): Promise<Answer>;
  close(): Promise<void>;
}

async function rowsOf(batches: AsyncIterable<ResultBatch>): Promise<readonly (readonly unknown[])[]> {
  const rows: unknown[][] = [];
  for await (const { rowCount, columns } of batches) {
    for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((column) => column[row]));
  }
  return rows;
}

export async function openDatabase(): Promise<Database> {
  const server = await startPostgres();
  const { host, port, user } = server;
  const source = new PostgresSource(
    'lakehouse',
    {
      ...{ host, port, user, database: 'postgres', tls: 'off' },
      ...{ maxConnections: 2, maxStreams: 2, statementTimeoutMs: 60_000 },
    },
    { ca: undefined },
  );
  return {
    server,
    source,
    async ask(statement) {
      const given = typeof statement === 'string' ? { text: statement, parameters: [] } : statement;
      const { fields, batches } = await source.execute(given, FOREVER);
      return { fields, rows: await rowsOf(batches) };
    },
    async close() {
      await source.close();
      await server.stop();
    },
  };
}
