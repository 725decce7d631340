import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import mysql, { type Connection, type ConnectionOptions, type FieldPacket } from 'mysql2';
import { GatewayError } from '../../errors.js';
import { driverError, type ServerError } from './errors.js';
import { COLLATIONS, type Flavor } from './server-text.js';

/** Where a database is and who the gateway is there. */
export interface MysqlTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string | undefined;
  readonly user: string;
  readonly password: string | undefined;
  /** Undefined: no TLS. */
  readonly tls: TlsOptions | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;
const CANCEL_TIMEOUT_MS = 1_000;
const MAX_PREPARED = 256;
const KEEP_ALIVE_AFTER_MS = 30_000;
/** The driver decodes text by a column's character set; this one is of the same four bytes in both servers. */
const CHARSET = 'UTF8MB4_BIN';

/** The oldest versions that have what the dialect says. */
const OLDEST: Readonly<Record<Flavor, readonly [number, number, number]>> = {
  mariadb: [10, 6, 0],
  mysql: [8, 0, 31],
};

/**
 * What every session has. A quote is doubled and nothing else escapes; a subtraction of unsigned numbers may go below
 * zero; moments are in UTC. ONLY_FULL_GROUP_BY is left out: two equal placeholders are two expressions to it, so that it
 * refuses what is grouped by a caller's value, and what is not grouped the printer does not print.
 */
const SQL_MODE =
  'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_BACKSLASH_ESCAPES,NO_UNSIGNED_SUBTRACTION,NO_ENGINE_SUBSTITUTION';

const SETTINGS: Readonly<Record<string, string | number>> = {
  sql_mode: `'${SQL_MODE}'`,
  time_zone: "'+00:00'",
  lc_time_names: "'en_US'",
  /** Beyond it a list is cut, with a warning; what a packet holds comes before. */
  group_concat_max_len: 1_073_741_824,
  /** Bytes of a TEXT that a sort looks at. The buffer must hold fifteen rows of such keys, and is used as far as needed. */
  max_sort_length: 65_536,
  sort_buffer_size: 67_108_864,
  /** A reader that is slow to ask holds the server's writing up. */
  net_write_timeout: 28_800,
  /** Digits that a quotient of DECIMALs has more than its dividend: as many as there can be. */
  div_precision_increment: 30,
  sql_notes: 1,
  max_error_count: 64,
  sql_select_limit: 'DEFAULT',
};

/** Its limit of rows made by a recursion is 1,000 otherwise. */
const MYSQL_SETTINGS = { cte_max_recursion_depth: 4_294_967_295 } as const;

function settingsText(flavor: Flavor): string {
  const all = flavor === 'mysql' ? { ...SETTINGS, ...MYSQL_SETTINGS } : SETTINGS;
  return `SET ${Object.entries(all)
    .map(([name, value]) => `SESSION ${name} = ${value}`)
    .join(', ')}`;
}

function flavorOf(version: string): Flavor {
  const flavor = /mariadb/iu.test(version) ? 'mariadb' : 'mysql';
  const [, ...parts] = /(\d+)\.(\d+)\.(\d+)/u.exec(version) ?? [];
  const difference = OLDEST[flavor].map((oldest, index) => Number(parts[index] ?? 0) - oldest).find((n) => n !== 0);
  if ((difference ?? 0) >= 0) return flavor;
  throw new GatewayError('SOURCE_UNAVAILABLE', 'The database is older than the gateway can use.', {
    operatorDetail: `version ${version}; at least ${OLDEST[flavor].join('.')} is needed`,
  });
}

function driverOptions({ host, port, database, user, password, tls }: MysqlTarget): ConnectionOptions {
  return {
    host,
    port,
    user,
    password: password ?? '',
    // Without a database MariaDB 10.11 does not find a binding that is read within another one.
    database: database ?? 'information_schema',
    ...(tls === undefined ? {} : { ssl: tls as NonNullable<ConnectionOptions['ssl']> }),
    charset: CHARSET,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
    rowsAsArray: true,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
    // Readers of rows are not made from text with `new Function`.
    disableEval: true,
    maxPreparedStatements: MAX_PREPARED,
    // A server may otherwise ask a client for files.
    flags: ['-LOCAL_FILES'],
  };
}

/** Rows of a prepared statement as arrays, with back-pressure. */
export type RowStream = Readable;

/** One session. Lent to one statement at a time. */
export class MysqlConnection {
  private failure: unknown;
  private isClosed = false;
  private listener: ((error: unknown) => void) | undefined;

  private constructor(
    private readonly driver: Connection,
    private readonly target: MysqlTarget,
    readonly flavor: Flavor,
  ) {
    driver.on('error', (error) => {
      this.failure ??= error;
      this.listener?.(error);
    });
    this.socket.on('close', () => {
      this.failure ??= new Error('The connection was closed.');
    });
  }

  /** @throws GatewayError SOURCE_UNAVAILABLE */
  static async open(target: MysqlTarget): Promise<MysqlConnection> {
    let driver: Connection | undefined;
    try {
      driver = await connected(target);
      const [[version] = []] = await rowsOf(driver, 'SELECT VERSION()');
      const flavor = flavorOf(String(version));
      await rowsOf(driver, `SET NAMES utf8mb4 COLLATE ${COLLATIONS[flavor]}`);
      await rowsOf(driver, settingsText(flavor));
      await rowsOf(driver, 'SET SESSION TRANSACTION READ ONLY');
      return new MysqlConnection(driver, target, flavor);
    } catch (error) {
      driver?.on('error', () => undefined);
      driver?.destroy();
      throw driverError(error, CONNECT_TIMEOUT_MS);
    }
  }

  get isUsable(): boolean {
    return this.failure === undefined && !this.isClosed;
  }

  /** Prepares the statement where this connection does not know it, and starts it. */
  execute(text: string, values: (string | null)[], highWaterMark: number): RowStream {
    return this.driver.execute({ sql: text, values, rowsAsArray: true }).stream({ highWaterMark });
  }

  /** Told once if the connection is lost; the driver tells a stream of rows nothing of it. */
  onLost(listener: ((error: unknown) => void) | undefined): void {
    this.listener = listener;
    if (listener !== undefined && this.failure !== undefined) listener(this.failure);
  }

  /** What the server says of the last statement beside its rows. */
  async warnings(): Promise<readonly ServerError[]> {
    const rows = await rowsOf(this.driver, 'SHOW WARNINGS LIMIT 16');
    return rows.map(([, errno, message]) => ({ errno: Number(errno), message: String(message) }));
  }

  /** Ends the running statement, through a connection of its own, and then this connection. */
  async cancel(): Promise<void> {
    this.isClosed = true;
    const { threadId } = this.driver;
    const killing = connected(this.target).then(async (other) => {
      try {
        await rowsOf(other, `KILL QUERY ${Number(threadId)}`);
      } finally {
        other.on('error', () => undefined);
        other.destroy();
      }
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CANCEL_TIMEOUT_MS);
    });
    // Where it does not come through, the server finds out when it writes.
    await Promise.race([killing.catch(() => undefined), late]);
    clearTimeout(timer);
    this.destroy();
  }

  destroy(): void {
    this.isClosed = true;
    this.socket.destroy();
  }

  /** Never rejects. */
  async close(): Promise<void> {
    if (!this.isUsable) {
      this.destroy();
      return;
    }
    this.isClosed = true;
    await new Promise<void>((resolve) => {
      this.driver.end(() => resolve());
      this.socket.once('close', () => resolve());
    });
    this.destroy();
  }

  private get socket(): Socket {
    return (this.driver as unknown as { readonly stream: Socket }).stream;
  }
}

function connected(target: MysqlTarget): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const driver = mysql.createConnection(driverOptions(target));
    driver.once('error', reject);
    driver.once('connect', () => {
      driver.off('error', reject);
      resolve(driver);
    });
  });
}

function rowsOf(driver: Connection, text: string): Promise<readonly (readonly unknown[])[]> {
  return new Promise((resolve, reject) => {
    driver.query({ sql: text, rowsAsArray: true }, (error: unknown, rows: unknown) => {
      if (error === null) resolve(Array.isArray(rows) ? (rows as readonly (readonly unknown[])[]) : []);
      else reject(error);
    });
  });
}

/** A column as the server describes it. */
export type ServerColumn = FieldPacket;
