import type { DuckDBConnection } from '@duckdb/node-api';
import { GatewayError } from '../../errors.js';
import type { Dialect } from '../../sql/dialect.js';
import type { BoundParameter, SqlStatement } from '../../sql/statement.js';
import type { SourceServices } from '../services.js';
import type { EngineTraits, HostSession, Source, SourceHealth, StatementOptions, StatementResult } from '../source.js';
import { closed } from '../statement-errors.js';
import { StopWatch } from '../stop-watch.js';
import { checkParameters } from './bind-parameters.js';
import { ConnectionPool } from './connection-pool.js';
import { duckdbDialect } from './dialect.js';
import { type Engine, openEngine } from './engine.js';
import { duckdbError } from './errors.js';
import { fileVersion } from './file-versions.js';
import { DuckdbHostSession } from './host/host-session.js';
import { PooledConnection } from './pooled-connection.js';
import { ResultCursor } from './result-cursor.js';

/** The `kind: duckdb` member of gateway.yaml's `sources`, as far as the source reads it. */
export interface DuckdbConfig {
  readonly threads: number;
  /** Documents at the same time. */
  readonly maxConnections: number;
  /** Streams of rows at the same time; on connections of their own, since a slow reader holds one for long. */
  readonly maxStreams: number;
  readonly memoryLimitMb: number;
  /** What statements may spill to disk, all together; 2,048 if left out. */
  readonly maxSpillMb?: number | undefined;
  /**
   * Bound of a statement, in ms; a shorter one of the caller holds. The time in which a stream waits for its reader
   * does not count.
   */
  readonly statementTimeoutMs: number;
}

export interface DuckdbSourceOptions {
  /** The source's name in gateway.yaml. */
  readonly name: string;
  readonly config: DuckdbConfig;
  /** Parquet file of each table, by Unity Catalog full name. */
  readonly tables: ReadonlyMap<string, string>;
  /** Folder for what statements spill. */
  readonly dataDir: string;
  /** Told of each statement right before it runs. */
  readonly onStatement?: (sql: string, parameters: readonly BoundParameter[]) => void;
}

/**
 * `singleRow` promises at most one row, as a json-document statement gives: it then runs without the transaction that
 * a streamed result needs, and the connection is free again before the row is read.
 */
export interface DuckdbStatementOptions extends StatementOptions {
  readonly singleRow?: boolean;
}

export interface PoolLoad {
  readonly idleConnections: number;
  readonly waitingStatements: number;
}

function loadOf(pool: ConnectionPool<PooledConnection>): PoolLoad {
  return { idleConnections: pool.idleCount, waitingStatements: pool.waitingCount };
}

const MAX_SPILL_MB = 2048;
const SPILLED = 'SELECT sum(temporary_storage_bytes) FROM duckdb_memory()';
const HEALTH_TIMEOUT_MS = 1000;
/** Joins across sources at the same time; each may fill memory with what it fetches. */
const MAX_SESSIONS = 4;

/**
 * Measured on DuckDB 1.5 with 3,000,000 rows of Parquet: 10,000 rows by key after a filter took 321 ms and 530 MB of
 * unaccounted memory as one sort, 62 ms and 65 MB with the keys sorted alone; the first 5 of each of 60 groups by two
 * keys 978 ms as a rank, 186 ms after a threshold. A heap of the first rows is used up to 5,000 and takes neither.
 */
export const DUCKDB_TRAITS: EngineTraits = Object.freeze({ topNRows: 5000, sortsWholeGroups: true });

/** DuckDB in this process over Parquet files. */
export class DuckdbSource implements Source {
  readonly name: string;
  readonly dialect: Dialect = duckdbDialect;
  readonly traits: EngineTraits = DUCKDB_TRAITS;
  readonly runsAs = 'service';
  private readonly options: DuckdbSourceOptions;
  private readonly engine: Engine;
  private readonly connections: readonly PooledConnection[];
  private readonly pool: ConnectionPool<PooledConnection>;
  private readonly streams: ConnectionPool<PooledConnection>;
  /** Apart from the pool, so that a busy source still answers. */
  private readonly probe: ConnectionPool<PooledConnection>;
  /** Turns of joins across sources, which open connections of their own. */
  private readonly turns: ConnectionPool<number>;
  /** Looks at the engine while others work in it. */
  private monitor: Promise<DuckDBConnection> | undefined;
  private ran = 0;
  private closing: Promise<void> | undefined;

  private constructor(options: DuckdbSourceOptions, engine: Engine, connections: readonly PooledConnection[]) {
    this.name = options.name;
    this.options = options;
    this.engine = engine;
    this.connections = connections;
    const { maxConnections } = options.config;
    this.probe = new ConnectionPool(connections.slice(0, 1));
    this.pool = new ConnectionPool(connections.slice(1, maxConnections + 1));
    this.streams = new ConnectionPool(connections.slice(maxConnections + 1));
    this.turns = new ConnectionPool(Array.from({ length: MAX_SESSIONS }, (_, index) => index));
  }

  /** @throws GatewayError SOURCE_UNAVAILABLE if a table's file cannot be read. */
  static async open(options: DuckdbSourceOptions): Promise<DuckdbSource> {
    const { config, dataDir, tables } = options;
    try {
      const engine = await openEngine({
        ...config,
        temporaryLimitMb: config.maxSpillMb ?? MAX_SPILL_MB,
        dataDir,
        tables,
      });
      const connections: PooledConnection[] = [];
      for (let index = 0; index <= config.maxConnections + config.maxStreams; index += 1) {
        connections.push(await PooledConnection.open(await engine.instance.connect()));
      }
      return new DuckdbSource(options, engine, connections);
    } catch (error) {
      throw duckdbError(error);
    }
  }

  /** How many statements have been handed to the engine since the start; probes of health do not count. */
  get statementsRun(): number {
    return this.ran;
  }

  /** Connections that are free, and statements that wait for one. */
  get load(): { readonly documents: PoolLoad; readonly streams: PoolLoad } {
    return { documents: loadOf(this.pool), streams: loadOf(this.streams) };
  }

  async execute(statement: SqlStatement, options: DuckdbStatementOptions): Promise<StatementResult> {
    const timeoutMs = Math.min(options.timeoutMs, this.options.config.statementTimeoutMs);
    return this.run(options.singleRow === true ? this.pool : this.streams, statement, { ...options, timeoutMs }, () => {
      this.ran += 1;
      this.options.onStatement?.(statement.text, statement.parameters);
    });
  }

  async openHost(options: Pick<StatementOptions, 'signal' | 'timeoutMs'>): Promise<HostSession> {
    const watch = new StopWatch(options);
    try {
      const turn = await this.turns.acquire(watch);
      const connection = await this.engine.instance.connect();
      const limits = {
        maxSpillBytes: (this.options.config.maxSpillMb ?? MAX_SPILL_MB) * 1024 * 1024,
        spilledBytes: () => this.spilledBytes(),
      };
      return await DuckdbHostSession.open(connection, { ...options, ...limits }, () => this.turns.release(turn));
    } finally {
      watch.dispose();
    }
  }

  private async spilledBytes(): Promise<number> {
    this.monitor ??= this.engine.instance.connect();
    const reader = await (await this.monitor).runAndReadAll(SPILLED);
    return Number(reader.getRows()[0]?.[0] ?? 0);
  }

  /** Parquet files tell without being read. */
  async tableRows(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const table of tables) {
      const text = `SELECT count(*) FROM ${this.dialect.table({ source: this.name, name: table })}`;
      const options = { signal, timeoutMs: this.options.config.statementTimeoutMs, singleRow: true };
      const { batches } = await this.run(this.probe, { text, parameters: [] }, options, () => undefined);
      for await (const { columns } of batches) counts.set(table, Number(columns[0]?.[0]));
    }
    return counts;
  }

  async versions(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    signal.throwIfAborted();
    return new Map(tables.map((table) => [table, fileVersion(this.pathOf(table))]));
  }

  async health(signal: AbortSignal): Promise<SourceHealth> {
    const startedAt = performance.now();
    try {
      const options = { signal, timeoutMs: HEALTH_TIMEOUT_MS, singleRow: true };
      const { batches } = await this.run(this.probe, { text: 'SELECT 1', parameters: [] }, options, () => undefined);
      for await (const _batch of batches);
      for (const path of this.options.tables.values()) fileVersion(path);
      return { state: 'ready', latencyMs: performance.now() - startedAt };
    } catch (error) {
      return { state: 'down', reason: duckdbError(error).publicMessage };
    }
  }

  /** Refuses new statements, lets running ones end (each within its time), then frees the engine. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async run(
    pool: ConnectionPool<PooledConnection>,
    statement: SqlStatement,
    options: DuckdbStatementOptions,
    onStart: () => void,
  ): Promise<StatementResult> {
    const values = checkParameters(statement.parameters);
    const watch = new StopWatch(options);
    let connection: PooledConnection;
    try {
      connection = await pool.acquire(watch);
    } catch (error) {
      watch.dispose();
      throw error;
    }
    const cursor = new ResultCursor(connection, watch, () => pool.release(connection));
    const { text } = statement;
    await cursor.open({ text, values, singleRow: options.singleRow ?? false, onStart });
    return { fields: cursor.fields, batches: cursor };
  }

  private pathOf(table: string): string {
    const path = this.options.tables.get(table);
    if (path === undefined) throw new GatewayError('INTERNAL', `The source "${this.name}" has no table "${table}".`);
    return path;
  }

  private async shutDown(): Promise<void> {
    const pools = [this.pool, this.streams, this.probe, this.turns];
    await Promise.all(pools.map((pool) => pool.close(closed(this.name))));
    for (const connection of this.connections) connection.close();
    (await this.monitor)?.disconnectSync();
    this.engine.close();
  }
}

/** Opens the embedded source over the tables of its settings, else those of the demo. See {@link DuckdbSource.open}. */
export async function openDuckdbSource(
  name: string,
  config: DuckdbConfig & { readonly tables?: Readonly<Record<string, string>> | undefined },
  { dataDir, demoFiles }: SourceServices,
): Promise<DuckdbSource> {
  const tables = config.tables === undefined ? await demoFiles() : new Map(Object.entries(config.tables));
  return DuckdbSource.open({ name, config, tables, dataDir });
}
