import { createServer, type Server } from 'node:net';
import { createSecureContext } from 'node:tls';
import { GatewayError } from '../../errors.js';
import type { Identity } from '../../identity/identity.js';
import type { Authenticator, Statements } from './border.js';
import { Connection, type ConnectionHost } from './session/connection.js';
import { SqlError } from './sql-error.js';
import { CancelKeys } from './wire/cancel-keys.js';

/** What a server tells the operator. `error` is what the client got; its `cause` is what was thrown. */
export type SqlServerEvent =
  | { readonly kind: 'session-started' | 'session-ended'; readonly user: string; readonly remoteAddress: string }
  | {
      readonly kind: 'error';
      readonly error: SqlError;
      /** Undefined before the client's authentication. */
      readonly user: string | undefined;
      readonly remoteAddress: string;
    };

export interface SqlServerOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** PEM texts. Without them, clients that ask for TLS are told that there is none. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** Refuses clients in clear text, before they send a password. */
  readonly requireTls: boolean;
  readonly maxConnections: number;
  readonly maxConnectionsPerUser?: number | undefined;
  /** From a connection's first byte to its session. Default 15,000. */
  readonly authTimeoutMs?: number | undefined;
  /** Bound on a statement's own time, waits for a slow reader left out; 0: none. */
  readonly statementTimeoutMs: number;
  /** UTF-8 bytes of a query string. */
  readonly maxStatementBytes: number;
  /** Bytes of a message of a session. Default 16 MiB. */
  readonly maxMessageBytes?: number | undefined;
  /** How long `close` lets statements run on. Default 30,000. */
  readonly closeTimeoutMs?: number | undefined;
  readonly statements: Statements;
  readonly authenticator: Authenticator;
  /** Of the Postgres that answers for the catalog, such as 18.6. */
  readonly serverVersion: string;
  /** What settings are before a client sets them, such as search_path. */
  readonly defaultSettings?: Readonly<Record<string, string>> | undefined;
  /** Default: every name. */
  readonly acceptsDatabase?: ((database: string) => boolean) | undefined;
  readonly report: (event: SqlServerEvent) => void;
}

export interface SqlServer {
  readonly port: number;
  /** postgres://host:port */
  readonly url: string;
  /** Sends idle sessions away, lets running statements end within a bound, then resolves. */
  close(): Promise<void>;
}

const AUTH_TIMEOUT_MS = 15_000;
const CLOSE_TIMEOUT_MS = 30_000;
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** How long a terminated session may take over its last words before its socket is cut. */
const TERMINATION_MS = 3_000;
/** Idle time before the kernel asks whether the client is still there; then once a second, ten times. */
const KEEP_ALIVE_DELAY_MS = 5_000;
/** Connections without a session, beside those with one: they can be had without a credential. */
const MIN_PENDING_CONNECTIONS = 64;

function tooMany(message: string): SqlError {
  return new SqlError('53300', message, { severity: 'FATAL' });
}

/** The places of sessions, of all users and of each. */
class Places {
  readonly #max: number;
  readonly #maxPerUser: number;
  readonly #ofUser = new Map<string, number>();
  #taken = 0;

  constructor({ maxConnections, maxConnectionsPerUser }: SqlServerOptions) {
    this.#max = maxConnections;
    this.#maxPerUser = maxConnectionsPerUser ?? maxConnections;
  }

  get taken(): number {
    return this.#taken;
  }

  assertFree(): void {
    if (this.#taken >= this.#max) throw tooMany('sorry, too many clients already');
  }

  take({ subject, user }: Identity): () => void {
    this.assertFree();
    const own = this.#ofUser.get(subject) ?? 0;
    if (own >= this.#maxPerUser) throw tooMany(`too many connections for role "${user}"`);
    this.#taken += 1;
    this.#ofUser.set(subject, own + 1);
    return () => {
      this.#taken -= 1;
      const left = (this.#ofUser.get(subject) ?? 1) - 1;
      if (left > 0) this.#ofUser.set(subject, left);
      else this.#ofUser.delete(subject);
    };
  }
}

function listenError(thrown: unknown, { host, port }: SqlServerOptions): GatewayError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const isTaken = (thrown as NodeJS.ErrnoException | null)?.code === 'EADDRINUSE';
  const what = isTaken ? 'another process listens there' : reason;
  return new GatewayError(
    'CONFIG_INVALID',
    `The SQL door cannot listen on ${host}, port ${port}: ${what}. Set MEDALLION_SQL_PORT (0 takes a free port) or MEDALLION_HOST, or doors.sql in gateway.yaml.`,
    { cause: thrown },
  );
}

function listen(server: Server, options: SqlServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown) => reject(listenError(thrown, options)));
    server.listen(options.port, options.host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
}

function makeHost(options: SqlServerOptions, places: Places, isClosing: () => boolean): ConnectionHost {
  const { report, tls } = options;
  return {
    secureContext: tls === undefined ? undefined : createSecureContext({ ...tls, minVersion: 'TLSv1.2' }),
    requireTls: options.requireTls,
    authTimeoutMs: options.authTimeoutMs ?? AUTH_TIMEOUT_MS,
    maxMessageBytes: options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
    limits: { statementTimeoutMs: options.statementTimeoutMs, maxStatementBytes: options.maxStatementBytes },
    serverVersion: options.serverVersion,
    defaultSettings: options.defaultSettings ?? {},
    door: options.statements,
    authenticator: options.authenticator,
    keys: new CancelKeys(),
    acceptsDatabase: options.acceptsDatabase ?? (() => true),
    assertOpen: () => {
      if (isClosing()) throw new SqlError('57P03', 'the database system is shutting down', { severity: 'FATAL' });
      places.assertFree();
    },
    admit: (identity) => {
      if (isClosing()) throw new SqlError('57P03', 'the database system is shutting down', { severity: 'FATAL' });
      return places.take(identity);
    },
    onError: (error, { user, remoteAddress }) => report({ kind: 'error', error, user, remoteAddress }),
    onSession: (event, client) => report({ kind: `session-${event}`, ...client }),
  };
}

async function closeAll(server: Server, connections: ReadonlySet<Connection>, timeoutMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const connection of connections) connection.drain();
  const terminate = setTimeout(() => {
    for (const connection of connections) connection.terminate();
  }, timeoutMs);
  const destroy = setTimeout(() => {
    for (const connection of connections) connection.destroy();
  }, timeoutMs + TERMINATION_MS);
  await closed;
  clearTimeout(terminate);
  clearTimeout(destroy);
}

/**
 * Listens for Postgres clients.
 * @throws GatewayError CONFIG_INVALID if it cannot listen there
 */
export async function startSqlServer(options: SqlServerOptions): Promise<SqlServer> {
  const connections = new Set<Connection>();
  const places = new Places(options);
  const maxPending = Math.max(MIN_PENDING_CONNECTIONS, options.maxConnections);
  let isClosing = false;
  const host = makeHost(options, places, () => isClosing);
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS });
  server.on('connection', (socket) => {
    if (connections.size - places.taken >= maxPending) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, host);
    connections.add(connection);
    void connection.serve().finally(() => connections.delete(connection));
  });
  const port = await listen(server, options);
  const name = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    port,
    url: `postgres://${name}:${port}`,
    close: () => {
      isClosing = true;
      return closeAll(server, connections, options.closeTimeoutMs ?? CLOSE_TIMEOUT_MS);
    },
  };
}
