import { GatewayError } from '../../errors.js';
import type { Dialect } from '../../sql/dialect.js';
import type { SqlStatement } from '../../sql/statement.js';
import { LazyPool, type PoolLoad } from '../lazy-pool.js';
import type { SourceServices } from '../services.js';
import type { EngineTraits, Source, SourceHealth, StatementOptions, StatementResult } from '../source.js';
import { closed } from '../statement-errors.js';
import { StopWatch } from '../stop-watch.js';
import { bindParameters, MAX_PARAMETERS } from './bind-parameters.js';
import { MssqlConnection, type MssqlLogin, type MssqlTarget } from './connection.js';
import { mssqlDialect } from './dialect.js';
import { isConflict } from './errors.js';
import { type RunRequest, StatementRun } from './statement-run.js';
import { tableRows, tableVersions } from './table-facts.js';

interface Secret {
  reveal(): string;
}

/** The `kind: mssql` member of gateway.yaml's `sources`, as far as the source reads it. */
export interface MssqlConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user?: string | undefined;
  readonly password?: Secret | undefined;
  readonly accessToken?: Secret | undefined;
  /** `verify`: TLS, the certificate and its name checked. */
  readonly tls: 'verify' | 'off';
  readonly isolation: 'read-committed' | 'snapshot';
  /** Statements that answer with one document, at the same time. */
  readonly maxConnections: number;
  /** Streams of rows at the same time; on connections of their own, since a slow reader holds one for long. */
  readonly maxStreams: number;
  readonly statementTimeoutMs: number;
}

export type MssqlServices = Pick<SourceServices, 'ca'>;

/** It keeps the first rows alone of a sort with TOP, and stops a rank at its bound. */
export const MSSQL_TRAITS: EngineTraits = Object.freeze({
  topNRows: undefined,
  sortsWholeGroups: false,
  maxParameters: MAX_PARAMETERS,
});
const IDLE_MS = 60_000;
const HEALTH_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 15_000;
/** A dead connection is found out at once; later on it is the statement that somebody has ended. */
const LOST_WITHIN_MS = 200;
/** Runs of a statement that the server ended in favour of another transaction. */
const CONFLICT_ATTEMPTS = 3;

function loginOf({ user, password, accessToken }: MssqlConfig): MssqlLogin {
  if (accessToken !== undefined) return { kind: 'token', token: accessToken.reveal() };
  return { kind: 'password', user: user ?? '', password: password?.reveal() ?? '' };
}

/** The source writes SELECT alone, so that nothing else can come from it. */
function checkSelect(text: string): void {
  if (!/^(SELECT|WITH)\b/u.test(text))
    throw new GatewayError('INTERNAL', 'A statement for SQL Server must be a SELECT.');
}

/** A SQL Server or Azure SQL database, which the gateway reads as one user of its own. */
export class MssqlSource implements Source {
  readonly traits = MSSQL_TRAITS;
  readonly runsAs = 'service';
  private readonly documents: LazyPool<MssqlConnection>;
  private readonly streams: LazyPool<MssqlConnection>;
  /** Apart from the pools, so that a busy source still answers. */
  private readonly probe: LazyPool<MssqlConnection>;
  private ran = 0;
  private closing: Promise<void> | undefined;

  constructor(
    readonly name: string,
    private readonly config: MssqlConfig,
    { ca }: MssqlServices,
    readonly dialect: Dialect = mssqlDialect,
  ) {
    const { host, port, database, isolation, statementTimeoutMs } = config;
    const target: MssqlTarget = {
      host,
      port,
      database,
      login: loginOf(config),
      encrypt: config.tls !== 'off',
      ca,
      isolation,
      lockTimeoutMs: statementTimeoutMs,
      connectTimeoutMs: Math.min(CONNECT_TIMEOUT_MS, statementTimeoutMs),
    };
    const pool = (size: number) =>
      new LazyPool<MssqlConnection>({
        size,
        idleMs: IDLE_MS,
        open: () => MssqlConnection.open(target),
        close: (connection) => connection.close(),
        isUsable: (connection) => connection.isUsable,
      });
    this.documents = pool(config.maxConnections);
    this.streams = pool(config.maxStreams);
    this.probe = pool(1);
  }

  /** How many statements have been sent since the start, those for health and facts of tables not counted. */
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
    return tableVersions(tables, (statement) => this.ask(statement, signal));
  }

  tableRows(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    return tableRows(tables, (statement) => this.ask(statement, signal));
  }

  async health(signal: AbortSignal): Promise<SourceHealth> {
    const startedAt = performance.now();
    try {
      const options = { signal, timeoutMs: HEALTH_TIMEOUT_MS };
      const { batches } = await this.run(this.probe, { text: 'SELECT 1 AS one', parameters: [] }, options);
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

  private ask(statement: SqlStatement, signal: AbortSignal): Promise<StatementResult> {
    return this.run(this.probe, statement, { signal, timeoutMs: this.config.statementTimeoutMs });
  }

  private async run(
    pool: LazyPool<MssqlConnection>,
    { text, parameters, resultTypes }: SqlStatement,
    options: StatementOptions,
  ): Promise<StatementResult> {
    checkSelect(text);
    const request: RunRequest = { text, parameters: bindParameters(parameters), resultTypes };
    const timeoutMs = Math.min(options.timeoutMs, this.config.statementTimeoutMs);
    const watch = new StopWatch({ ...options, timeoutMs });
    try {
      const run = await this.start(pool, watch, request);
      return { fields: run.fields, batches: run };
    } catch (error) {
      watch.dispose();
      throw watch.stopped ?? error;
    }
  }

  /**
   * A connection that died while it lay idle took no statement, and one that lost against another transaction gave no
   * row: another attempt is made.
   */
  private async start(pool: LazyPool<MssqlConnection>, watch: StopWatch, request: RunRequest): Promise<StatementRun> {
    let conflicts = 0;
    for (let attempt = 1; ; attempt += 1) {
      const connection = await pool.acquire(watch);
      const startedAt = performance.now();
      const run = new StatementRun(connection, watch, () => pool.release(connection));
      try {
        await run.open(request);
        return run;
      } catch (error) {
        if (watch.stopped !== undefined) throw error;
        const isEarly = performance.now() - startedAt < LOST_WITHIN_MS;
        const wasLost = isEarly && !connection.isUsable && !run.wasAnswered;
        if (error instanceof GatewayError && isConflict(error.cause)) conflicts += 1;
        else if (!wasLost || attempt > this.config.maxConnections + 1) throw error;
        if (conflicts >= CONFLICT_ATTEMPTS) throw error;
      }
    }
  }
}

/** Opens the source; connections are made when they are first needed. */
export async function openMssqlSource(
  name: string,
  config: MssqlConfig,
  services: SourceServices,
): Promise<MssqlSource> {
  return new MssqlSource(name, config, services);
}
