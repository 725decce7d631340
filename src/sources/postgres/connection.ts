import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { LRUCache } from 'lru-cache';
import pg from 'pg';
import type { ResultField } from '../source.js';
import { connectionError } from './errors.js';
import { FrameSplitter } from './frame-splitter.js';
import { statementMessage, TERMINATE } from './frontend-messages.js';

/** Where a database is and who the gateway is there. */
export interface PostgresTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  /** Undefined: no TLS. */
  readonly tls: ConnectionOptions | undefined;
  /** The server's own bound of a statement, in ms: it holds also where a cancel does not arrive. */
  readonly statementTimeoutMs: number;
}

/** Takes what the server sends while it runs one statement. */
export interface ReplyHandler {
  frame(type: number, bytes: Buffer, start: number, end: number): void;
  /** All that has arrived by now was handed on. */
  pause(): void;
  /** No more will come: the connection is lost. */
  lost(error: unknown): void;
}

/** A statement that the server keeps prepared on this connection. */
export interface Prepared {
  readonly name: string;
  readonly fields: readonly ResultField[];
}

const CONNECT_TIMEOUT_MS = 10_000;
const CANCEL_TIMEOUT_MS = 5_000;
const MAX_PREPARED = 256;
const KEEP_ALIVE_AFTER_MS = 30_000;

/**
 * What every session of the gateway has. Reading only; texts of moments, floats and bytes in one form; names resolve to
 * PostgreSQL's own functions and operators whatever the database holds, since tables are always written in full.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  default_transaction_read_only: 'on',
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  client_min_messages: 'error',
  search_path: 'pg_catalog',
  lock_timeout: '10s',
  // Compiling a statement costs more than it gains on statements that pages and dashboards ask.
  jit: 'off',
  application_name: 'medallion-gateway',
};

/** The parts of `pg`'s client that its types leave out; their names have been the same since version 7. */
interface ClientInternals {
  readonly connection: { readonly stream: Socket };
  readonly processID: number;
  readonly secretKey: number;
}

async function applySettings(client: pg.Client, statementTimeoutMs: number): Promise<void> {
  const settings = { ...SETTINGS, statement_timeout: `${statementTimeoutMs}ms` };
  const calls = Object.keys(settings).map((_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, false)`);
  await client.query(`SELECT ${calls.join(', ')}`, Object.entries(settings).flat());
}

/**
 * One session. `pg` connects it (TLS, SCRAM and all other ways to log in); from then on the bytes are read here, since
 * the driver makes a string of each value, and rows are wanted as vectors.
 */
export class PostgresConnection {
  /** By text. */
  readonly prepared: LRUCache<string, Prepared>;
  private readonly socket: Socket;
  private handler: ReplyHandler | undefined;
  private failure: unknown;
  private statements = 0;
  private readonly closeMessages: Buffer[] = [];

  private constructor(
    private readonly client: pg.Client,
    private readonly target: PostgresTarget,
  ) {
    this.socket = (client as unknown as ClientInternals).connection.stream;
    this.prepared = new LRUCache<string, Prepared>({
      max: MAX_PREPARED,
      dispose: ({ name }) => this.closeMessages.push(statementMessage('C', name)),
    });
    const splitter = new FrameSplitter((type, bytes, start, end) => this.handler?.frame(type, bytes, start, end));
    this.socket.removeAllListeners('data');
    this.socket.on('data', (chunk: Buffer) => {
      try {
        splitter.push(chunk);
        this.handler?.pause();
      } catch (error) {
        this.fail(error);
      }
    });
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('close', () => this.fail(new Error('The server closed the connection.')));
    // Its own listeners tell the same once more, and nobody else listens to it.
    client.on('error', () => undefined);
  }

  /** @throws GatewayError SOURCE_UNAVAILABLE */
  static async open(target: PostgresTarget): Promise<PostgresConnection> {
    const { host, port, database, user, password, tls, statementTimeoutMs } = target;
    const client = new pg.Client({
      host,
      port,
      database,
      user,
      // An empty one keeps the driver from looking for one in the environment and in files.
      password: password ?? '',
      ssl: tls ?? false,
      options: '',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    });
    try {
      await client.connect();
      await applySettings(client, statementTimeoutMs);
      return new PostgresConnection(client, target);
    } catch (error) {
      client.on('error', () => undefined);
      void client.end().catch(() => undefined);
      throw connectionError(error);
    }
  }

  get isUsable(): boolean {
    return this.failure === undefined;
  }

  /** A name for a new prepared statement. */
  nextName(): string {
    this.statements += 1;
    return `m${this.statements}`;
  }

  /** Sends messages; what comes back goes to `handler` until `finish`. */
  send(messages: readonly Buffer[], handler: ReplyHandler): void {
    this.handler = handler;
    if (this.failure !== undefined) {
      handler.lost(this.failure);
      return;
    }
    this.socket.write(Buffer.concat([...this.closeMessages.splice(0), ...messages]));
  }

  finish(): void {
    this.handler = undefined;
    this.resume();
  }

  /** Lets the server wait with its rows. */
  hold(): void {
    this.socket.pause();
  }

  resume(): void {
    if (this.socket.isPaused()) this.socket.resume();
  }

  /** Asks the server, on a connection of its own, to give up what this one runs. Resolves when it was told. */
  async cancel(): Promise<void> {
    const { processID, secretKey } = this.client as unknown as ClientInternals;
    const { host, port, tls } = this.target;
    const connection = new pg.Connection({ ssl: tls ?? false } as ConstructorParameters<typeof pg.Connection>[0]);
    const asked = connection as unknown as {
      requestSsl(): void;
      cancel(process: number, key: number): void;
      stream: Socket;
    };
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => asked.stream.destroy(), CANCEL_TIMEOUT_MS);
      connection.on('connect', () => {
        if (tls === undefined) asked.cancel(processID, secretKey);
        else asked.requestSsl();
      });
      connection.on('sslconnect', () => asked.cancel(processID, secretKey));
      connection.on('error', () => undefined);
      connection.on('end', () => {
        clearTimeout(timer);
        resolve();
      });
      (connection as unknown as { connect(port: number, host: string): void }).connect(port, host);
    });
  }

  /** Ends the session at once; the server gives up what it runs when it notices. */
  destroy(): void {
    this.fail(new Error('The connection was given up.'));
    this.socket.destroy();
  }

  /** Says goodbye. */
  async close(): Promise<void> {
    if (!this.isUsable) {
      this.socket.destroy();
      return;
    }
    this.failure = new Error('The connection is closed.');
    await new Promise<void>((resolve) => {
      this.socket.once('close', () => resolve());
      this.socket.end(TERMINATE);
    });
  }

  private fail(error: unknown): void {
    if (this.failure !== undefined) return;
    this.failure = error;
    this.handler?.lost(error);
  }
}
