import {
  type DuckDBConnection,
  type DuckDBMaterializedResult,
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

interface ControlStatements {
  readonly begin: DuckDBPreparedStatement;
  readonly probe: DuckDBPreparedStatement;
  readonly rollback: DuckDBPreparedStatement;
}

/** One connection with its prepared statements. Runs one statement at a time; the pool sees to that. */
export class PooledConnection {
  private readonly connection: DuckDBConnection;
  private readonly control: ControlStatements;
  private inTransaction = false;
  private readonly statements = new LRUCache<string, DuckDBPreparedStatement>({
    max: MAX_STATEMENTS,
    maxSize: MAX_TEXT_LENGTH,
    sizeCalculation: (_prepared, text) => text.length + 1,
    dispose: (prepared) => prepared.destroySync(),
  });

  private constructor(connection: DuckDBConnection, control: ControlStatements) {
    this.connection = connection;
    this.control = control;
  }

  static async open(connection: DuckDBConnection): Promise<PooledConnection> {
    return new PooledConnection(connection, {
      begin: await connection.prepare('BEGIN TRANSACTION READ ONLY'),
      probe: await connection.prepare('SELECT 1'),
      rollback: await connection.prepare('ROLLBACK'),
    });
  }

  /** Runs a SELECT to its end and keeps the rows, outside the engine's memory limit: for few rows only. */
  async run(text: string, values: readonly CheckedValue[]): Promise<DuckDBMaterializedResult> {
    const prepared = await this.prepare(text);
    bindParameters(prepared, values);
    return prepared.run();
  }

  /**
   * Starts a SELECT whose rows are computed as they are fetched. The driver ends a result that fails half-way as if
   * it were complete, so the rows are whole only if {@link confirm} says so afterwards.
   */
  async stream(text: string, values: readonly CheckedValue[]): Promise<DuckDBResult> {
    const prepared = await this.prepare(text);
    this.inTransaction = true;
    await this.control.begin.run();
    bindParameters(prepared, values);
    return prepared.stream();
  }

  /** Rejects if the streamed result ended by an error: that aborts the transaction, which any statement then finds. */
  async confirm(): Promise<void> {
    await this.control.probe.run();
  }

  /** Leaves the connection as it was before the statement; frees what an unfinished result holds. */
  async reset(): Promise<void> {
    if (!this.inTransaction) return;
    this.inTransaction = false;
    await this.control.rollback.run();
  }

  /** Prepares a text anew the next time, whatever state a failed run left it in. */
  forget(text: string): void {
    this.statements.delete(text);
  }

  interrupt(): void {
    this.connection.interrupt();
  }

  close(): void {
    this.statements.clear();
    this.connection.disconnectSync();
  }

  private async prepare(text: string): Promise<DuckDBPreparedStatement> {
    const known = this.statements.get(text);
    if (known !== undefined) return known;
    const prepared = await this.connection.prepare(text);
    if (prepared.statementType !== StatementType.SELECT) {
      prepared.destroySync();
      throw new GatewayError('INTERNAL', 'Only SELECT statements run on a source.');
    }
    this.statements.set(text, prepared);
    return prepared;
  }
}
