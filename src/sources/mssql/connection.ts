import { type Connection, type ConnectionConfiguration, Request } from 'tedious';
import { mssqlError } from './errors.js';
import { GuardedConnection } from './guarded-connection.js';

/** How the gateway signs in. */
export type MssqlLogin =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** An access token of Entra ID for Azure SQL. */
  | { readonly kind: 'token'; readonly token: string };

/** Where the database is, and what a session of it is like. */
export interface MssqlTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly login: MssqlLogin;
  readonly encrypt: boolean;
  /** PEM text. */
  readonly ca: string | undefined;
  readonly isolation: 'read-committed' | 'snapshot';
  /** Wait for a lock, in ms. */
  readonly lockTimeoutMs: number;
  readonly connectTimeoutMs: number;
}

/** How long an attention may stay unanswered, in ms; then the connection is given up. */
const CANCEL_TIMEOUT_MS = 3000;
/** The largest that the protocol allows: fewer, longer packets for results. */
const PACKET_BYTES = 32_767;

function authentication(login: MssqlLogin): NonNullable<ConnectionConfiguration['authentication']> {
  return login.kind === 'password'
    ? { type: 'default', options: { userName: login.user, password: login.password } }
    : { type: 'azure-active-directory-access-token', options: { token: login.token } };
}

/** Every setting that the dialect's spellings rest on is set, whatever the server's and the login's defaults are. */
function configuration(target: MssqlTarget): ConnectionConfiguration {
  return {
    server: target.host,
    authentication: authentication(target.login),
    options: {
      port: target.port,
      database: target.database,
      appName: 'medallion-gateway',
      encrypt: target.encrypt,
      trustServerCertificate: false,
      cryptoCredentialsDetails: {
        minVersion: 'TLSv1.2',
        ...(target.ca === undefined ? {} : { ca: target.ca }),
      },
      readOnlyIntent: true,
      connectTimeout: target.connectTimeoutMs,
      cancelTimeout: CANCEL_TIMEOUT_MS,
      // The gateway's own watch bounds a statement, queueing and reading included.
      requestTimeout: 0,
      maxRetriesOnTransientErrors: 1,
      packetSize: PACKET_BYTES,
      textsize: 2_147_483_647,
      enableAnsiNull: true,
      enableAnsiNullDefault: true,
      enableAnsiPadding: true,
      enableAnsiWarnings: true,
      enableArithAbort: true,
      enableConcatNullYieldsNull: true,
      enableNumericRoundabort: false,
      enableQuotedIdentifier: true,
      enableImplicitTransactions: false,
      abortTransactionOnError: true,
      language: 'us_english',
      dateFormat: 'ymd',
      datefirst: 7,
      useUTC: true,
      useColumnNames: false,
      lowerCaseGuids: true,
    },
  };
}

function connect(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error === undefined || error === null ? resolve() : reject(error)));
  });
}

function runBatch(connection: Connection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.execSqlBatch(
      new Request(sql, (error) => (error === undefined || error === null ? resolve() : reject(error))),
    );
  });
}

/** What the driver has no options for. A reader gives way to the writers of the database. */
function sessionSettings({ isolation, lockTimeoutMs }: MssqlTarget): string {
  const level = isolation === 'snapshot' ? 'SNAPSHOT' : 'READ COMMITTED';
  return `SET TRANSACTION ISOLATION LEVEL ${level}; SET LOCK_TIMEOUT ${lockTimeoutMs}; SET DEADLOCK_PRIORITY LOW;`;
}

/** One session of the database: one statement at a time. */
export class MssqlConnection {
  private isOpen = true;
  private readonly whenEnded: Promise<void>;

  private constructor(readonly driver: Connection) {
    this.whenEnded = new Promise((resolve) => {
      driver.once('end', () => {
        this.isOpen = false;
        resolve();
      });
    });
    // Told to the request as well; without a listener it would end the process.
    driver.on('error', () => {
      this.isOpen = false;
    });
  }

  /** @throws GatewayError SOURCE_UNAVAILABLE if the server is not reached or refuses the login */
  static async open(target: MssqlTarget): Promise<MssqlConnection> {
    const driver = new GuardedConnection(configuration(target));
    const connection = new MssqlConnection(driver);
    try {
      await connect(driver);
      await runBatch(driver, sessionSettings(target));
      return connection;
    } catch (error) {
      driver.close();
      throw mssqlError(error);
    }
  }

  get isUsable(): boolean {
    return this.isOpen;
  }

  /** Gives the session up, whatever runs in it. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.driver.close();
    await this.whenEnded;
  }
}
