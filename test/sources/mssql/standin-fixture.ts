import { Secret } from '../../../src/config/secret.js';
import { GatewayError } from '../../../src/errors.js';
import { type MssqlConfig, MssqlSource } from '../../../src/sources/mssql/mssql-source.js';
import type { StatementOptions, StatementResult } from '../../../src/sources/source.js';
import type { SqlStatement } from '../../../src/sql/statement.js';
import { type StandinOptions, TdsStandin } from '../../standins/tds/tds-standin.js';

export const CONFIG: Omit<MssqlConfig, 'port'> = {
  host: '127.0.0.1',
  database: 'operations',
  user: 'gateway',
  password: new Secret('s3cret-ß'),
  tls: 'off',
  isolation: 'read-committed',
  maxConnections: 2,
  maxStreams: 2,
  statementTimeoutMs: 20_000,
};

/** A stand-in and sources that talk to it. */
export class Database {
  private readonly sources: MssqlSource[] = [];

  private constructor(readonly standin: TdsStandin) {}

  static async start(options: StandinOptions = {}): Promise<Database> {
    return new Database(await TdsStandin.start(options));
  }

  source(config: Partial<MssqlConfig> = {}, ca?: string): MssqlSource {
    const source = new MssqlSource('erp', { ...CONFIG, port: this.standin.port, ...config }, { ca });
    this.sources.push(source);
    return source;
  }

  async close(): Promise<void> {
    await Promise.all(this.sources.map((source) => source.close()));
    await this.standin.close();
  }
}

export function run(
  source: MssqlSource,
  statement: Partial<SqlStatement> = {},
  options: Partial<StatementOptions> = {},
): Promise<StatementResult> {
  return source.execute(
    { text: 'SELECT 1 AS a', parameters: [], ...statement },
    { signal: new AbortController().signal, timeoutMs: 10_000, ...options },
  );
}

export async function rowsOf({ batches }: StatementResult): Promise<readonly (readonly unknown[])[]> {
  const rows: unknown[][] = [];
  for await (const { rowCount, columns } of batches)
    for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((column) => column[row]));
  return rows;
}

/** The error that the work ends in. */
export async function refusal(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** Waits for what must come to pass. */
export async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 2000; attempt += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('It did not come to pass.');
}
