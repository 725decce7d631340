import type { GatewayError } from '../../../src/errors.js';
import { type MysqlConfig, MysqlSource } from '../../../src/sources/mysql/mysql-source.js';
import type { StatementOptions, StatementResult } from '../../../src/sources/source.js';
import type { SqlStatement } from '../../../src/sql/statement.js';
import type { MariadbServer } from '../../support/services/mariadb-server.js';

export function configOf({ host, port, user }: Pick<MariadbServer, 'host' | 'port' | 'user'>): MysqlConfig {
  return { host, port, user, tls: 'off', maxConnections: 4, maxStreams: 4, statementTimeoutMs: 120_000 };
}

/** The source, which tells what it was asked last and what failed. */
export class WatchedSource extends MysqlSource {
  lastText = '';
  lastFailure = '';

  override async execute(statement: SqlStatement, options: StatementOptions): Promise<StatementResult> {
    this.lastText = statement.text;
    try {
      const { fields, batches } = await super.execute(statement, options);
      return { fields, batches: this.watched(batches) };
    } catch (error) {
      throw this.noted(error);
    }
  }

  private async *watched(batches: StatementResult['batches']): StatementResult['batches'] {
    try {
      yield* batches;
    } catch (error) {
      throw this.noted(error);
    }
  }

  private noted(error: unknown): unknown {
    this.lastFailure = (error as GatewayError).operatorDetail ?? String(error);
    return error;
  }
}

export function openSource(server: Pick<MariadbServer, 'host' | 'port' | 'user'>, name = 'lakehouse'): WatchedSource {
  return new WatchedSource(name, configOf(server), { ca: undefined });
}
