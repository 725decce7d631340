import type { CallerName } from '../../support/demo-gateway.js';
import { startReferencePostgres } from './reference-postgres.js';

/** What a client needs to connect as one caller. */
export interface SqlGateway {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A token of the caller. */
  readonly password: string;
  close(): Promise<void>;
}

/**
 * Starts what the clients connect to, over the corpus' data: the gateway, or a PostgreSQL with the same tables where
 * MEDALLION_SQL_CLIENTS_ON is `postgres`. The latter shows that a client's test asks nothing that Postgres would not do.
 */
export async function startSqlGateway(caller: CallerName = 'ops'): Promise<SqlGateway> {
  if (process.env.MEDALLION_SQL_CLIENTS_ON === 'postgres') return startReferencePostgres();
  const { startGateway } = await import('./start-gateway.js');
  return startGateway(caller);
}
