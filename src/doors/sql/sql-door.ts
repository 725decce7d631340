import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoorsConfig } from '../../config/config.js';
import type { Engine, ExplainedQuery } from '../../engine.js';
import { GatewayError } from '../../errors.js';
import type { Identity } from '../../identity/identity.js';
import type { Logger } from '../../observe/logger.js';
import { CatalogDatabases } from './analysis/catalog-databases.js';
import type { Admission } from './border.js';
import { explainSql } from './explain-sql.js';
import { SqlError } from './sql-error.js';
import { type SqlServer, type SqlServerEvent, startSqlServer } from './sql-server.js';
import { databasesOf, schemasOf } from './statement/describe-database.js';
import { SessionTurns } from './statement/session-turns.js';
import { SqlStatements } from './statement/sql-statements.js';
import { tokenAuthenticator } from './token-authenticator.js';

export interface SqlDoorOptions {
  readonly engine: Engine;
  readonly settings: DoorsConfig['sql'];
  /** Bounds what one caller has running at the same time. */
  readonly limiter: Admission;
  /** Bound of one statement's own time, in ms. */
  readonly statementTimeoutMs: number;
  /** Folder that the image of the catalog's Postgres is kept in. */
  readonly dataDir: string;
  readonly verify: (token: string, signal: AbortSignal) => Identity | Promise<Identity>;
  readonly logger: Logger;
}

type StatementOptions = Pick<SqlDoorOptions, 'engine' | 'settings'>;

/** Of the Postgres in PGlite, which answers for the catalog. */
const SERVER_VERSION = '18.6';

const LOOPBACK = /^(127\.|::1$|localhost$)/u;

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', `doors.sql.tls: ${path} cannot be read.`, { cause });
  }
}

function reporter(logger: Logger) {
  return (event: SqlServerEvent): void => {
    if (event.kind !== 'error') {
      logger.debug({ user: event.user, remoteAddress: event.remoteAddress }, `sql ${event.kind}`);
      return;
    }
    const { error, user, remoteAddress } = event;
    const cause = error.cause instanceof GatewayError ? error.cause : undefined;
    const entry = { user, remoteAddress, sqlState: error.sqlState, detail: cause?.operatorDetail, err: cause ?? error };
    if (error.sqlState.startsWith('XX')) logger.error(entry, error.message);
    else logger.debug(entry, error.message);
  };
}

function statementsOf({ engine, settings }: StatementOptions, databases: CatalogDatabases, turns?: SessionTurns) {
  const { maxStatementBytes, maxRows } = settings;
  return new SqlStatements({ engine, databases, maxStatementBytes, maxRows, turns });
}

function databasesIn({ dataDir, settings }: Pick<SqlDoorOptions, 'dataDir' | 'settings'>): CatalogDatabases {
  return new CatalogDatabases({ imageFolder: join(dataDir, 'sql'), limits: { maxDatabases: settings.maxCatalogs } });
}

/**
 * What a SQL statement would read and run, without a server. See {@link explainSql}.
 * @throws GatewayError BAD_USER_INPUT for what the door would refuse
 */
export async function explainStatement(
  options: StatementOptions & Pick<SqlDoorOptions, 'dataDir'>,
  text: string,
  identity: Identity,
): Promise<readonly ExplainedQuery[]> {
  const databases = databasesIn(options);
  try {
    return await explainSql(options.engine, statementsOf(options, databases), text, identity);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const place = error.position === undefined ? '' : ` (at character ${error.position})`;
    throw new GatewayError('BAD_USER_INPUT', `${error.message}${place}`, { cause: error });
  } finally {
    await databases.close();
  }
}

/**
 * Opens the SQL door.
 * @throws GatewayError CONFIG_INVALID if it cannot listen, or has a certificate that cannot be read
 */
export async function openSqlDoor(options: SqlDoorOptions): Promise<SqlServer> {
  const { engine, settings, logger } = options;
  const { host, port, tls } = settings;
  const databases = databasesIn(options);
  const server = await startSqlServer({
    host,
    port,
    tls: tls === undefined ? undefined : { cert: readPem(tls.certificate), key: readPem(tls.key) },
    requireTls: tls !== undefined && !LOOPBACK.test(host),
    maxConnections: settings.maxConnections,
    maxConnectionsPerUser: settings.maxConnectionsPerUser,
    statementTimeoutMs: options.statementTimeoutMs,
    maxStatementBytes: settings.maxStatementBytes,
    statements: statementsOf(options, databases, new SessionTurns(options.limiter)),
    authenticator: tokenAuthenticator(options.verify),
    serverVersion: SERVER_VERSION,
    defaultSettings: { search_path: schemasOf(engine.catalog.contract).join(', ') },
    acceptsDatabase: (database) => databasesOf(engine.catalog.contract).has(database),
    report: reporter(logger),
  });
  // Without a packaged image one is made now rather than while the first client waits; it only costs that client time.
  databases.warm().catch((err: unknown) => logger.warn({ err }, 'the image of the system catalog could not be made'));
  return {
    ...server,
    close: async () => {
      await server.close();
      await databases.close();
    },
  };
}
