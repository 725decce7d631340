import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  StatementType,
} from '@duckdb/node-api';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../../errors.js';
import { bindParameters } from './bind-parameters.js';
import type { CheckedValue } from './checked-value.js';

/** Preparing costs some 0.3 ms; a plan holds memory in proportion to its text, so the texts are bounded too. */
const MAX_STATEMENTS = 128;
const MAX_TEXT_LENGTH = 1 << 20;

/** One connection with its prepared statements. Runs one statement at a time; the pool sees to that. */
export class PooledConnection {
  private readonly connection: DuckDBConnection;
  private readonly statements = new LRUCache<string, DuckDBPreparedStatement>({
    max: MAX_STATEMENTS,
    maxSize: MAX_TEXT_LENGTH,
    sizeCalculation: (_prepared, text) => text.length + 1,
    dispose: (prepared) => prepared.destroySync(),
  });

  constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  /** Binds and starts a SELECT; the result is computed as it is fetched. */
  async stream(text: string, values: readonly CheckedValue[]): Promise<DuckDBResult> {
    const prepared = this.statements.get(text) ?? (await this.prepare(text));
    try {
      bindParameters(prepared, values);
      return await prepared.stream();
    } catch (error) {
      // A statement that failed is prepared anew the next time, whatever state it was left in.
      this.statements.delete(text);
      throw error;
    }
  }

  forget(text: string): void {
    this.statements.delete(text);
  }

  /** Drops what an unfinished result holds (hash tables, sorted runs): DuckDB frees it when the next query starts. */
  async reset(): Promise<void> {
    await this.connection.run('SELECT 1');
  }

  interrupt(): void {
    this.connection.interrupt();
  }

  close(): void {
    this.statements.clear();
    this.connection.disconnectSync();
  }

  private async prepare(text: string): Promise<DuckDBPreparedStatement> {
    const prepared = await this.connection.prepare(text);
    if (prepared.statementType !== StatementType.SELECT) {
      prepared.destroySync();
      throw new GatewayError('INTERNAL', 'Only SELECT statements run on a source.');
    }
    this.statements.set(text, prepared);
    return prepared;
  }
}
