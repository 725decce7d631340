import type { ConnectionOptions } from 'node:tls';
import { GatewayError } from '../../errors.js';
import type { Dialect } from '../../sql/dialect.js';
import type { SqlStatement } from '../../sql/statement.js';
import { LazyPool, type PoolLoad } from '../lazy-pool.js';
import type { SourceServices } from '../services.js';
import type { EngineTraits, Source, SourceHealth, StatementOptions, StatementResult } from '../source.js';
import { closed } from '../statement-errors.js';
import { StopWatch } from '../stop-watch.js';
import { bindParameters } from './bind-parameters.js';
import { PostgresConnection, type PostgresTarget } from './connection.js';
import { postgresDialect } from './dialect.js';
import { StatementRun } from './statement-run.js';
import { tableRows, tableVersions } from './table-facts.js';

/** The `kind: postgres` member of gateway.yaml's `sources`, as far as the source reads it. */
export interface PostgresConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: { reveal(): string } | undefined;
  /** `verify`: TLS, the certificate and its name checked. */
  readonly tls: 'verify' | 'off';
  /** Statements that answer with one document, at the same time. */
  readonly maxConnections: number;
  /** Streams of rows at the same time; on connections of their own, since a slow reader holds one for long. */
  readonly maxStreams: number;
  readonly statementTimeoutMs: number;
}

export type PostgresServices = Pick<SourceServices, 'ca'>;

/** PostgreSQL keeps a heap of the first rows, and stops a rank at its bound. */
const POSTGRES_TRAITS: EngineTraits = Object.freeze({ topNRows: undefined, sortsWholeGroups: false });
const IDLE_MS = 60_000;
const HEALTH_TIMEOUT_MS = 2_000;
/** A connection that died while it lay idle shows at once. */
const LOST_WHILE_IDLE_MS = 200;
/** The server's own bound comes after the gateway's, which tells the caller more. */
const SERVER_BOUND_AFTER_MS = 5_000;

function tlsOptions(tls: PostgresConfig['tls'], ca: string | undefined): ConnectionOptions | undefined {
  if (tls === 'off') return undefined;
  return { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) };
}

/** A PostgreSQL database, which the gateway reads as one user of its own. */
export class PostgresSource implements Source {
  readonly traits = POSTGRES_TRAITS;
  readonly runsAs = 'service';
  private readonly documents: LazyPool<PostgresConnection>;
  private readonly streams: LazyPool<PostgresConnection>;
  /** Apart from the pools, so that a busy source still answers. */
  private readonly probe: LazyPool<PostgresConnection>;
  private ran = 0;
  private closing: Promise<void> | undefined;

  constructor(
    readonly name: string,
    private readonly config: PostgresConfig,
    { ca }: PostgresServices,
    readonly dialect: Dialect = postgresDialect,
  ) {
    const { host, port, database, user, password, statementTimeoutMs } = config;
    const target: PostgresTarget = {
      host,
      port,
      database,
      user,
      password: password?.reveal(),
      tls: tlsOptions(config.tls, ca),
      statementTimeoutMs: statementTimeoutMs + SERVER_BOUND_AFTER_MS,
    };
    const pool = (size: number) =>
      new LazyPool<PostgresConnection>({
        size,
        idleMs: IDLE_MS,
        open: () => PostgresConnection.open(target),
        close: (connection) => connection.close(),
        isUsable: (connection) => connection.isUsable,
      });
    this.documents = pool(config.maxConnections);
    this.streams = pool(config.maxStreams);
    this.probe = pool(1);
  }

  /** How many statements have been sent since the start, those for health and versions not counted. */
  get statementsRun(): number {
    return this.ran;
  }

  get load(): { readonly documents: PoolLoad; readonly streams: PoolLoad } {
    return { documents: this.documents.load, streams: this.streams.load };
  }

  execute(statement: SqlStatement, options: StatementOptions): Promise<StatementResult> {
    this.ran += 1;
    return this.run(options.singleRow === true ? this.documents : this.streams, statement, options);
  }

  versions(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    return tableVersions(tables, (statement) =>
      this.run(this.probe, statement, { signal, timeoutMs: this.config.statementTimeoutMs }),
    );
  }

  tableRows(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    return tableRows(tables, (statement) =>
      this.run(this.probe, statement, { signal, timeoutMs: this.config.statementTimeoutMs }),
    );
  }

  async health(signal: AbortSignal): Promise<SourceHealth> {
    const startedAt = performance.now();
    try {
      const options = { signal, timeoutMs: HEALTH_TIMEOUT_MS };
      const { batches } = await this.run(this.probe, { text: 'SELECT 1', parameters: [] }, options);
      for await (const _batch of batches);
      return { state: 'ready', latencyMs: performance.now() - startedAt };
    } catch (error) {
      return { state: 'down', reason: error instanceof GatewayError ? error.message : 'The database fails.' };
    }
  }

  /** Refuses new statements, lets running ones end, then closes every connection. */
  close(): Promise<void> {
    const reason = closed(this.name);
    this.closing ??= Promise.all([this.documents, this.streams, this.probe].map((pool) => pool.close(reason))).then(
      () => undefined,
    );
    return this.closing;
  }

  private async run(
    pool: LazyPool<PostgresConnection>,
    { text, parameters }: SqlStatement,
    options: StatementOptions,
  ): Promise<StatementResult> {
    const timeoutMs = Math.min(options.timeoutMs, this.config.statementTimeoutMs);
    const request = {
      text,
      parameters: bindParameters(parameters),
      singleRow: options.singleRow === true,
      timeoutMs,
    };
    const watch = new StopWatch({ ...options, timeoutMs });
    try {
      const run = await this.start(pool, watch, request);
      return { fields: run.fields, batches: run };
    } catch (error) {
      watch.dispose();
      throw error;
    }
  }

  /** A connection that died while it lay idle took no statement: another one does. */
  private async start(
    pool: LazyPool<PostgresConnection>,
    watch: StopWatch,
    request: ConstructorParameters<typeof StatementRun>[2],
  ): Promise<StatementRun> {
    for (let attempt = 1; ; attempt += 1) {
      const connection = await pool.acquire(watch);
      const startedAt = performance.now();
      const run = new StatementRun(connection, watch, request, () => pool.release(connection));
      try {
        await run.open();
        return run;
      } catch (error) {
        // One that is lost later may have begun: an operator who ends it does not want it again.
        const isEarly = performance.now() - startedAt < LOST_WHILE_IDLE_MS;
        const wasLost = isEarly && !connection.isUsable && !run.wasAnswered && watch.stopped === undefined;
        if (!wasLost || attempt > this.config.maxConnections + 1) throw error;
      }
    }
  }
}

/** Opens the source; connections are made when they are first needed. */
export async function openPostgresSource(
  name: string,
  config: PostgresConfig,
  services: PostgresServices,
): Promise<PostgresSource> {
  return new PostgresSource(name, config, services);
}
