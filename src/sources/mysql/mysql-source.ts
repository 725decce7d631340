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
import { MysqlConnection, type MysqlTarget } from './connection.js';
import { mysqlDialect } from './dialect.js';
import { type RunRequest, StatementRun } from './statement-run.js';

/** The `kind: mysql` member of gateway.yaml's `sources`, as far as the source reads it. */
export interface MysqlConfig {
  readonly host: string;
  readonly port: number;
  readonly database?: string | undefined;
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

export type MysqlServices = Pick<SourceServices, 'ca'>;

/** Sorting a few of many rows keeps only those in memory. */
const MYSQL_TRAITS: EngineTraits = Object.freeze({ topNRows: undefined, sortsWholeGroups: false });
const IDLE_MS = 60_000;
const HEALTH_TIMEOUT_MS = 2_000;
/** A dead connection is found out at once; later on it is the statement that somebody has ended. */
const LOST_WITHIN_MS = 200;

function tlsOptions(tls: MysqlConfig['tls'], ca: string | undefined): ConnectionOptions | undefined {
  if (tls === 'off') return undefined;
  return { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) };
}

/** A MariaDB or MySQL server, which the gateway reads as one user of its own. */
export class MysqlSource implements Source {
  readonly traits = MYSQL_TRAITS;
  readonly runsAs = 'service';
  private readonly documents: LazyPool<MysqlConnection>;
  private readonly streams: LazyPool<MysqlConnection>;
  /** Apart from the pools, so that a busy source still answers. */
  private readonly probe: LazyPool<MysqlConnection>;
  private ran = 0;
  private closing: Promise<void> | undefined;

  constructor(
    readonly name: string,
    private readonly config: MysqlConfig,
    { ca }: MysqlServices,
    readonly dialect: Dialect = mysqlDialect,
  ) {
    const { host, port, database, user, password } = config;
    const target: MysqlTarget = {
      host,
      port,
      database,
      user,
      password: password?.reveal(),
      tls: tlsOptions(config.tls, ca),
    };
    const pool = (size: number) =>
      new LazyPool<MysqlConnection>({
        size,
        idleMs: IDLE_MS,
        open: () => MysqlConnection.open(target),
        close: (connection) => connection.close(),
        isUsable: (connection) => connection.isUsable,
      });
    this.documents = pool(config.maxConnections);
    this.streams = pool(config.maxStreams);
    this.probe = pool(1);
  }

  /** How many statements have been sent since the start, those for health not counted. */
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

  /**
   * None: InnoDB tells nobody when a table has changed. `UPDATE_TIME` is NULL after a restart and is not set by a row
   * that another node of a cluster has written. Without a version no result is kept.
   */
  async versions(): Promise<ReadonlyMap<string, string>> {
    return new Map();
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
    pool: LazyPool<MysqlConnection>,
    { text, parameters, resultTypes }: SqlStatement,
    options: StatementOptions,
  ): Promise<StatementResult> {
    const timeoutMs = Math.min(options.timeoutMs, this.config.statementTimeoutMs);
    const request = {
      text,
      parameters: bindParameters(parameters),
      resultTypes,
      singleRow: options.singleRow === true,
      timeoutMs,
      hints: true,
    };
    const watch = new StopWatch({ ...options, timeoutMs });
    try {
      const run = await this.start(pool, watch, request);
      watch.pause();
      return { fields: run.fields, batches: run };
    } catch (error) {
      watch.dispose();
      throw error;
    }
  }

  /** A connection that died while it lay idle took no statement: another one does. */
  private async start(pool: LazyPool<MysqlConnection>, watch: StopWatch, given: RunRequest): Promise<StatementRun> {
    let request = given;
    for (let attempt = 1; ; attempt += 1) {
      const connection = await pool.acquire(watch);
      const startedAt = performance.now();
      const run = new StatementRun(connection, watch, request, () => pool.release(connection));
      try {
        await run.open();
        return run;
      } catch (error) {
        if (run.refusesHints) {
          request = { ...request, hints: false };
          continue;
        }
        const isEarly = performance.now() - startedAt < LOST_WITHIN_MS;
        const wasLost = isEarly && !connection.isUsable && !run.wasAnswered && watch.stopped === undefined;
        if (!wasLost || attempt > this.config.maxConnections + 1) throw error;
      }
    }
  }
}

/** Opens the source; connections are made when they are first needed. */
export async function openMysqlSource(
  name: string,
  config: MysqlConfig,
  services: SourceServices,
): Promise<MysqlSource> {
  return new MysqlSource(name, config, services);
}
