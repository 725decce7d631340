import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Identity } from '../../../identity/identity.js';
import type { Authenticator, Statements } from '../border.js';
import { SqlError, toSqlError } from '../sql-error.js';
import { AUTHENTICATION_OK, backendKeyData, negotiateProtocolVersion } from '../wire/backend-messages.js';
import type { CancelKeys } from '../wire/cancel-keys.js';
import { errorResponse } from '../wire/error-response.js';
import { sessionLimit } from '../wire/message-limits.js';
import { type Opening, openConnection } from '../wire/open-connection.js';
import { SocketWriter } from '../wire/socket-writer.js';
import { authenticate } from './authenticate.js';
import { Session } from './session.js';
import type { SessionLimits } from './session-state.js';
import { Settings } from './settings.js';
import { startupSettings } from './startup-settings.js';

/** What the connections of one server share. */
export interface ConnectionHost {
  readonly secureContext: SecureContext | undefined;
  readonly requireTls: boolean;
  readonly authTimeoutMs: number;
  readonly maxMessageBytes: number;
  readonly limits: SessionLimits;
  readonly serverVersion: string;
  readonly defaultSettings: Readonly<Record<string, string>>;
  readonly door: Statements;
  readonly authenticator: Authenticator;
  readonly keys: CancelKeys;
  readonly acceptsDatabase: (database: string) => boolean;
  /** Takes a place for a session. @returns what gives it back @throws SqlError 53300 FATAL if there is none */
  readonly admit: (identity: Identity) => () => void;
  /** @throws SqlError 53300 FATAL, or 57P03 while the server closes */
  readonly assertOpen: () => void;
  /** Every error that a client gets. `user` is undefined before its authentication. */
  readonly onError: (error: SqlError, client: { readonly user?: string; readonly remoteAddress: string }) => void;
  readonly onSession: (event: 'started' | 'ended', client: { user: string; remoteAddress: string }) => void;
}

type SessionOpening = Extract<Opening, { kind: 'session' }>;

function fatal(thrown: unknown): SqlError {
  const { sqlState, message, detail, hint, cause } = toSqlError(thrown);
  return new SqlError(sqlState, message, { severity: 'FATAL', detail, hint, cause });
}

/** 18.6 is 180006, as Postgres counts. */
function versionNumber(version: string): string {
  const [major = '0', minor = '0'] = /^\d+(\.\d+)?/.exec(version)?.[0].split('.') ?? [];
  return String(Number(major) * 10_000 + Number(minor));
}

/** One connection, from its first byte to its last. */
export class Connection {
  readonly #host: ConnectionHost;
  readonly #plain: Socket;
  readonly #remoteAddress: string;
  #socket: Socket;
  #session: Session | undefined;

  constructor(socket: Socket, host: ConnectionHost) {
    this.#plain = socket;
    this.#socket = socket;
    this.#host = host;
    this.#remoteAddress = socket.remoteAddress ?? '';
    // Whatever breaks a socket also closes it, and that is what ends the connection.
    socket.on('error', () => undefined);
  }

  /** Lets a running statement end, then closes; a connection without a session is closed at once. */
  drain(): void {
    if (this.#session === undefined) this.#plain.destroy();
    else this.#session.drain();
  }

  /** Stops a running statement and closes. */
  terminate(): void {
    if (this.#session === undefined) this.#plain.destroy();
    else this.#session.terminate();
  }

  destroy(): void {
    this.#plain.destroy();
  }

  /** Resolves when the connection is over. Never rejects. */
  async serve(): Promise<void> {
    const timer = setTimeout(() => this.#timeOut(), this.#host.authTimeoutMs);
    try {
      const opening = await openConnection(this.#plain, this.#host.secureContext, (socket) => {
        this.#socket = socket;
      });
      if (opening?.kind === 'cancel') this.#host.keys.use(opening.key);
      if (opening?.kind === 'session') await this.#startSession(opening, timer);
    } catch (thrown) {
      await this.#refuse(fatal(thrown));
    } finally {
      clearTimeout(timer);
      this.#socket.destroy();
      this.#plain.destroy();
    }
  }

  async #startSession(opening: SessionOpening, timer: NodeJS.Timeout): Promise<void> {
    const { host, user, database } = this.#checkedStart(opening);
    const { frames, socket, startup } = opening;
    const writer = new SocketWriter(socket);
    const unknownOptions = [...startup.parameters.keys()].filter((name) => name.startsWith('_pq_.'));
    if (startup.minorVersion > 0 || unknownOptions.length > 0) writer.add(negotiateProtocolVersion(unknownOptions));
    const client = { user, remoteAddress: this.#remoteAddress, frames, writer };
    const identity = await authenticate(client, host.authenticator);
    if (identity === undefined || socket.destroyed) return;
    const release = host.admit(identity);
    try {
      if (!host.acceptsDatabase(database)) throw new SqlError('3D000', `database "${database}" does not exist`);
      const settings = this.#settings(opening, identity);
      clearTimeout(timer);
      frames.splitter.limit = sessionLimit(host.maxMessageBytes);
      await this.#runSession(opening, writer, { identity, database, settings });
    } finally {
      release();
    }
  }

  async #runSession(
    { frames }: SessionOpening,
    writer: SocketWriter,
    parts: { readonly identity: Identity; readonly database: string; readonly settings: Settings },
  ): Promise<void> {
    const host = this.#host;
    const client = { user: parts.identity.user, remoteAddress: this.#remoteAddress };
    const session = new Session({
      ...parts,
      frames,
      writer,
      door: host.door,
      limits: host.limits,
      onError: (error) => host.onError(error, client),
    });
    const key = host.keys.issue(() => session.cancel());
    this.#session = session;
    writer.add(AUTHENTICATION_OK);
    session.reportSettings();
    writer.add(backendKeyData(key.processId, key.secret));
    host.onSession('started', client);
    try {
      await session.run();
    } finally {
      host.keys.revoke(key);
      host.onSession('ended', client);
    }
  }

  #checkedStart({ isSecure, startup }: SessionOpening): { host: ConnectionHost; user: string; database: string } {
    const host = this.#host;
    if (host.requireTls && !isSecure) {
      throw new SqlError('28000', 'connections must be encrypted', { hint: 'Connect with sslmode=require.' });
    }
    host.assertOpen();
    const user = startup.parameters.get('user') ?? '';
    if (user === '') throw new SqlError('28000', 'no PostgreSQL user name specified in startup packet');
    const replication = startup.parameters.get('replication') ?? 'false';
    if (!['false', 'off', 'no', '0'].includes(replication)) throw new SqlError('0A000', 'replication is not supported');
    return { host, user, database: startup.parameters.get('database') || user };
  }

  #settings({ isSecure, startup }: SessionOpening, identity: Identity): Settings {
    const { serverVersion, defaultSettings } = this.#host;
    const settings = new Settings({
      server_version: serverVersion,
      server_version_num: versionNumber(serverVersion),
      session_authorization: identity.user,
      ssl: isSecure ? 'on' : 'off',
    });
    for (const [name, value] of Object.entries(defaultSettings)) settings.setDefault(name.toLowerCase(), value);
    for (const [name, value] of startupSettings(startup.parameters)) settings.setDefault(name, value);
    return settings;
  }

  async #refuse(error: SqlError): Promise<void> {
    this.#host.onError(error, { remoteAddress: this.#remoteAddress });
    const writer = new SocketWriter(this.#socket);
    writer.add(errorResponse(error));
    await writer.end();
  }

  #timeOut(): void {
    const error = new SqlError('57014', 'canceling authentication due to timeout', { severity: 'FATAL' });
    void this.#refuse(error).finally(() => this.#plain.destroy());
  }
}
