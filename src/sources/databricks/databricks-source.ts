import { createSecureContext } from 'node:tls';
import { GatewayError } from '../../errors.js';
import type { AccessToken } from '../../lib/access-token.js';
import type { Dialect } from '../../sql/dialect.js';
import type { SqlStatement } from '../../sql/statement.js';
import type { SourceServices } from '../services.js';
import type { EngineTraits, RunsAs, Source, SourceHealth, StatementOptions, StatementResult } from '../source.js';
import { closed } from '../statement-errors.js';
import { StopWatch } from '../stop-watch.js';
import { bindParameters } from './bind-parameters.js';
import { ClientCache } from './client-cache.js';
import { databricksDialect } from './dialect.js';
import { queryTags } from './query-tags.js';
import { openSession, type Session } from './session.js';
import { SessionPool } from './session-pool.js';
import { StatementRun } from './statement-run.js';
import { TableVersions } from './table-versions.js';
import { CallFailed, WarehouseCalls } from './warehouse-calls.js';
import type { WarehouseClient } from './warehouse-client.js';
import { WarehouseState } from './warehouse-state.js';

/** The `kind: databricks` member of gateway.yaml's `sources`, as far as the source reads it. */
export interface DatabricksConfig {
  /** The workspace's host name, with a port where it is not 443. */
  readonly host: string;
  readonly warehouse: string;
  readonly identity: RunsAs;
  /** Sessions at the same time, of all callers together. */
  readonly maxSessions: number;
  readonly maxSessionsPerCaller: number;
  /** Rows that the driver reads at once. */
  readonly chunkRows: number;
  readonly statementTimeoutMs: number;
  /** How long a statement waits for a warehouse that is starting, in ms. */
  readonly startWaitMs: number;
}

export type DatabricksServices = Pick<SourceServices, 'ownToken' | 'ca'>;

/** Sorting a few of many rows is not known to be dear there. */
const DATABRICKS_TRAITS: EngineTraits = Object.freeze({ topNRows: undefined, sortsWholeGroups: false });

/** The gateway's own client; no principal's key is empty. */
const OWN_KEY = '';

/** A Databricks SQL warehouse, through its own driver. */
export class DatabricksSource implements Source {
  readonly traits = DATABRICKS_TRAITS;
  readonly runsAs: RunsAs;
  private readonly clients: ClientCache;
  private readonly sessions: SessionPool;
  private readonly calls: WarehouseCalls;
  private readonly state: WarehouseState;
  private readonly tableVersions: TableVersions;
  private closing: Promise<void> | undefined;

  constructor(
    readonly name: string,
    private readonly config: DatabricksConfig,
    private readonly services: DatabricksServices,
    readonly dialect: Dialect = databricksDialect,
  ) {
    const { host, warehouse, identity, maxSessions, maxSessionsPerCaller, startWaitMs, statementTimeoutMs } = config;
    const { ca, ownToken } = services;
    this.runsAs = identity;
    this.calls = new WarehouseCalls({ runsAs: identity, startWaitMs, timeoutMs: statementTimeoutMs });
    this.sessions = new SessionPool(
      { maxSessions, maxSessionsPerCaller: identity === 'caller' ? maxSessionsPerCaller : undefined },
      (client, watch) => this.openSession(client, watch),
    );
    this.clients = new ClientCache(
      {
        host,
        warehouse,
        trust: ca === undefined ? undefined : createSecureContext({ ca, minVersion: 'TLSv1.2' }),
        callTimeoutMs: statementTimeoutMs,
      },
      { isUsed: (client) => this.sessions.isUsed(client), drop: (client) => this.sessions.drop(client) },
    );
    this.state = new WarehouseState(host, warehouse, ca, ownToken);
    this.tableVersions = new TableVersions((statement, signal) => this.readOwn(statement, signal));
  }

  /** Sessions that run a statement, that are free, and statements that wait for one. */
  get load(): SessionPool['load'] {
    return this.sessions.load;
  }

  async execute(statement: SqlStatement, options: StatementOptions): Promise<StatementResult> {
    const { principal } = options;
    if (this.runsAs === 'service') return this.run(OWN_KEY, this.services.ownToken, statement, options);
    if (principal === undefined || principal.key === OWN_KEY)
      throw new GatewayError('INTERNAL', `The source "${this.name}" runs as the caller, and there is none.`);
    const token: AccessToken = (signal, refused) => principal.token(signal, refused);
    // A refused exchange must end this request, not some later one that shares the client.
    await this.within(options, token);
    return this.run(principal.key, token, statement, options);
  }

  versions(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    return this.tableVersions.of(tables, signal);
  }

  async health(signal: AbortSignal): Promise<SourceHealth> {
    return this.state.ask(signal);
  }

  /** Refuses new statements, lets running ones end, then closes every session and connection. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  /** An authority that does not answer takes no more of a caller's time than a warehouse that does not. */
  private async within(options: StatementOptions, token: AccessToken): Promise<void> {
    const watch = new StopWatch({ ...options, timeoutMs: this.timeoutMs(options) });
    try {
      await watch.race(token(options.signal));
    } finally {
      watch.dispose();
    }
  }

  private timeoutMs({ timeoutMs }: StatementOptions): number {
    return Math.min(timeoutMs, this.config.statementTimeoutMs);
  }

  private async run(
    key: string,
    token: AccessToken,
    statement: SqlStatement,
    options: StatementOptions,
  ): Promise<StatementResult> {
    if (this.closing !== undefined) throw closed(this.name);
    const parameters = bindParameters(statement.parameters);
    const watch = new StopWatch({ ...options, timeoutMs: this.timeoutMs(options) });
    const request = {
      text: statement.text,
      parameters,
      queryTags: queryTags(options.tags),
      chunkRows: this.config.chunkRows,
    };
    try {
      const client = await watch.race(this.clients.get(key, token));
      const run = await this.start(client, watch, request);
      watch.pause();
      return { fields: run.fields, batches: run.batches() };
    } catch (error) {
      watch.dispose();
      throw watch.stopped ?? this.calls.error(error);
    }
  }

  /** A session that the warehouse has forgotten took no statement: another one does. */
  private async start(
    client: WarehouseClient,
    watch: StopWatch,
    request: ConstructorParameters<typeof StatementRun>[3],
  ): Promise<StatementRun> {
    for (let attempt = 1; ; attempt += 1) {
      const session = await this.sessions.acquire(client, watch);
      const run = new StatementRun(session, this.calls, watch, request, (isGood) =>
        this.sessions.release(session, isGood),
      );
      try {
        await run.open();
        return run;
      } catch (error) {
        const isLost = error instanceof CallFailed && error.failure.kind === 'lost';
        if (!isLost || attempt > 2) throw error;
        // Those that lay idle as long are lost as well.
        this.sessions.drop(client);
      }
    }
  }

  private async openSession(client: WarehouseClient, watch: StopWatch): Promise<Session> {
    const open = async () => {
      const opening = openSession(client, this.config.statementTimeoutMs);
      client.finish(() => opening);
      const session = await opening;
      if (watch.stopped !== undefined) this.sessions.keep(session);
      return session;
    };
    return this.calls.repeat(watch, open, ({ kind }) => {
      if (kind === 'unauthenticated') client.refuseToken();
    });
  }

  private async readOwn(statement: SqlStatement, signal: AbortSignal): Promise<readonly (readonly unknown[])[]> {
    const timeoutMs = this.config.statementTimeoutMs;
    const options = { signal, timeoutMs, tags: { caller: 'gateway' } };
    const result = await this.run(OWN_KEY, this.services.ownToken, statement, options);
    const rows: unknown[][] = [];
    for await (const { rowCount, columns } of result.batches)
      for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((column) => column[row]));
    return rows;
  }

  private async shutDown(): Promise<void> {
    await this.sessions.close(closed(this.name));
    await this.clients.close();
    this.state.close();
  }
}

/** Opens a Databricks SQL warehouse as a source; connects at the first statement. */
export async function openDatabricksSource(
  name: string,
  config: DatabricksConfig,
  services: SourceServices,
): Promise<DatabricksSource> {
  return new DatabricksSource(name, config, services);
}
