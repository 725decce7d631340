import { z } from 'zod';
import { isLoopbackHost } from '../loopback-host.js';
import { oneOf, text, wholeNumber } from '../scalars.js';
import { secret } from '../secret.js';
import { certificateAuthority, hostName, workspaceCredential } from './credential.js';

/** The embedded engine: DuckDB in this process over the Parquet files of the data directory. */
const duckdbSource = z.strictObject({
  kind: z.literal('duckdb'),
  /** The Unity Catalog catalog whose tables this source serves. */
  catalog: text('the name of a Unity Catalog catalog').default('lakehouse'),
  /** Statements that answer with one document, at the same time; further ones wait their turn. */
  maxConnections: wholeNumber(1, 64).default(3),
  /** Streams of rows at the same time, as the SQL door reads them; further ones wait their turn. */
  maxStreams: wholeNumber(1, 256).default(16),
  /** Memory that DuckDB may hold, in MiB, for all statements together. Past it, it spills to the data directory. */
  memoryLimitMb: wholeNumber(64, 1_048_576).default(160),
  /** What it may spill, in MiB, joins across sources included. Past it: RESULT_TOO_LARGE. */
  maxSpillMb: wholeNumber(64, 16_777_216).default(2048),
  /** Threads of one statement. 1 gives the best throughput when many callers share the machine. */
  threads: wholeNumber(1, 256).default(1),
  /** Wall-clock bound of one statement, in ms; the smaller of this and `limits.statementTimeoutMs` holds. SOURCE_TIMEOUT. */
  statementTimeoutMs: wholeNumber(100, 3_600_000).default(30_000),
  /** Parquet file of each table, by Unity Catalog full name. Left out: the demo lakehouse of the data directory. */
  tables: z.record(z.string(), text('the path of a Parquet file')).optional(),
});

/** A Databricks SQL warehouse. */
const databricksSource = z.strictObject({
  kind: z.literal('databricks'),
  /** The workspace. */
  host: hostName(),
  /** The warehouse's id: the last part of its HTTP path. */
  warehouse: z
    .string({ error: 'the id of a SQL warehouse' })
    .regex(/^[A-Za-z0-9_-]{1,64}$/u, { error: 'the id of a SQL warehouse' }),
  ca: certificateAuthority,
  /**
   * Whose rights statements run with. `service`: the gateway's own, and the gateway enforces row filters and masks.
   * `caller`: each caller's, by an on-behalf-of exchange of their token (`identity.onBehalfOf`), and Unity Catalog
   * enforces them; a caller whose token cannot be exchanged is refused.
   */
  identity: oneOf(['service', 'caller']).default('service'),
  /** Who the gateway is to the workspace: for its own statements, health and table versions. */
  credential: workspaceCredential,
  /** Sessions at the same time, of all callers together; further statements wait their turn. */
  maxSessions: wholeNumber(1, 1000).default(32),
  /** Sessions of one caller, where `identity` is `caller`. */
  maxSessionsPerCaller: wholeNumber(1, 1000).default(8),
  /** Rows that the driver reads at once. */
  chunkRows: wholeNumber(100, 100_000).default(5000),
  /** Wall-clock bound of one statement, in ms; the smaller of this and `limits.statementTimeoutMs` holds. SOURCE_TIMEOUT. */
  statementTimeoutMs: wholeNumber(100, 3_600_000).default(30_000),
  /** How long a statement waits for a warehouse that is starting, in ms, before WAREHOUSE_STARTING. */
  startWaitMs: wholeNumber(0, 600_000).default(10_000),
});

/** What every database server beside the lakehouse needs. */
const databaseServer = {
  host: text('the name or address of a host'),
  /** The Unity Catalog catalog whose tables it has: `<catalog>.<schema>.<table>` is `<schema>.<table>` here. Left out, the source's name. */
  catalog: text('the name of a Unity Catalog catalog').optional(),
  /**
   * Who reads it. `direct`: the gateway, by a connection of its own. `warehouse`: the source named by `warehouse`,
   * where the catalog is a foreign one of Lakehouse Federation; nothing here is then connected to.
   */
  route: oneOf(['direct', 'warehouse']).default('direct'),
  warehouse: text('the name of a source of kind databricks').optional(),
  /** A login that may read the mapped tables, and need nothing else. */
  user: text('a user name'),
  password: secret().optional(),
  /** `verify`: TLS, with the certificate and its name checked; the default for anything but a loopback host. */
  tls: oneOf(['verify', 'off']).optional(),
  ca: certificateAuthority,
  /** Statements that answer with one document, at the same time; further ones wait their turn. */
  maxConnections: wholeNumber(1, 256).default(8),
  /** Streams of rows at the same time, as the SQL door reads them; further ones wait their turn. */
  maxStreams: wholeNumber(1, 256).default(8),
  /** Wall-clock bound of one statement, in ms; the smaller of this and `limits.statementTimeoutMs` holds. SOURCE_TIMEOUT. */
  statementTimeoutMs: wholeNumber(100, 3_600_000).default(30_000),
};

function withTls<T extends { readonly host: string; readonly tls?: 'verify' | 'off' | undefined }>(value: T) {
  return { ...value, tls: value.tls ?? (isLoopbackHost(value.host) ? ('off' as const) : ('verify' as const)) };
}

/** A PostgreSQL (15 or later) database: a foreign catalog of Unity Catalog. */
const postgresSource = z
  .strictObject({
    kind: z.literal('postgres'),
    ...databaseServer,
    port: wholeNumber(1, 65_535).default(5432),
    database: text('the name of a database'),
  })
  .transform(withTls);

/** A MySQL (8.0.31 or later) or MariaDB (10.6 or later) server; which of the two, the gateway asks when it connects. */
const mysqlSource = z
  .strictObject({
    kind: z.literal('mysql'),
    ...databaseServer,
    port: wholeNumber(1, 65_535).default(3306),
    /** The database to connect to, where the login may use no other. Tables are always named in full. */
    database: text('the name of a database').optional(),
  })
  .transform(withTls);

/** A SQL Server (2019 or later) or Azure SQL database: a foreign catalog of Unity Catalog. */
const mssqlSource = z
  .strictObject({
    kind: z.literal('mssql'),
    ...databaseServer,
    port: wholeNumber(1, 65_535).default(1433),
    database: text('the name of a database'),
    user: databaseServer.user.optional(),
    /** Instead of `user` and `password`: an access token of Entra ID for `https://database.windows.net/`. */
    accessToken: secret().optional(),
    /** `snapshot` takes no locks and sees one moment; the database must allow it (ALLOW_SNAPSHOT_ISOLATION). */
    isolation: oneOf(['read-committed', 'snapshot']).default('read-committed'),
  })
  .superRefine(({ host, tls, user, password, accessToken }, context) => {
    if (tls === 'off' && !isLoopbackHost(host))
      context.addIssue({ code: 'custom', path: ['tls'], message: 'verify, as the host is not a loopback host' });
    const isPassword = user !== undefined && password !== undefined && accessToken === undefined;
    const isToken = user === undefined && password === undefined && accessToken !== undefined;
    if (!isPassword && !isToken)
      context.addIssue({ code: 'custom', path: [], message: 'either user with password, or accessToken' });
  })
  .transform(withTls);

/** By kind; a new kind of source is a member here and a folder in `sources/`. */
const source = z.discriminatedUnion('kind', [duckdbSource, databricksSource, mssqlSource, mysqlSource, postgresSource]);

const sourceName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);

/** Where the data is, by the name that `@table(source: …)` in the contract uses. */
export const sources = z
  .record(sourceName, source, { error: 'a map from source names to sources' })
  .refine((map) => Object.keys(map).length > 0, { error: 'at least one source' });
