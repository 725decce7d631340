import type { Authenticator } from '../../../../../src/doors/sql/border.js';
import { SqlError } from '../../../../../src/doors/sql/sql-error.js';
import {
  type SqlServer,
  type SqlServerEvent,
  type SqlServerOptions,
  startSqlServer,
} from '../../../../../src/doors/sql/sql-server.js';
import { makeIdentity } from '../../../../../src/identity/identity.js';
import { type GeneratedStatements, generatedStatements } from './generated-statements.js';

export interface TestServer extends SqlServer {
  readonly statements: GeneratedStatements;
  readonly events: readonly SqlServerEvent[];
}

const HOUR_MS = 3_600_000;

/** The password is `open sesame`; `short <ms>` gives an identity that expires soon. */
export const authenticator: Authenticator = {
  async authenticate(user, password) {
    const short = /^short (\d+)$/.exec(password);
    if (password !== 'open sesame' && short === null) throw new SqlError('28P01', 'the password is not valid');
    const expiresAtMs = Date.now() + (short === null ? HOUR_MS : Number(short[1]));
    return makeIdentity({ issuer: 'test', id: user, user, groups: [], expiresAtMs });
  },
};

export async function startTestServer(options: Partial<SqlServerOptions> = {}): Promise<TestServer> {
  const statements = generatedStatements();
  const events: SqlServerEvent[] = [];
  const server = await startSqlServer({
    host: '127.0.0.1',
    port: 0,
    requireTls: false,
    maxConnections: 20,
    statementTimeoutMs: 0,
    maxStatementBytes: 100_000,
    closeTimeoutMs: 500,
    statements,
    authenticator,
    serverVersion: '18.6',
    report: (event) => events.push(event),
    ...options,
  });
  return { ...server, statements, events };
}
