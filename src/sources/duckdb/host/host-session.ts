import type { DuckDBConnection } from '@duckdb/node-api';
import { GatewayError } from '../../../errors.js';
import { Semaphore } from '../../../lib/semaphore.js';
import type { SqlStatement } from '../../../sql/statement.js';
import type { HostSession, ResultBatch, ResultField, StatementResult } from '../../source.js';
import { cancelled } from '../../statement-errors.js';
import { StopWatch } from '../../stop-watch.js';
import { bindParameters, checkParameters } from '../bind-parameters.js';
import { duckdbError } from '../errors.js';
import { quoteIdentifier } from '../identifier.js';
import { PooledConnection } from '../pooled-connection.js';
import { ResultCursor } from '../result-cursor.js';
import { typeName } from '../type-name.js';
import { chunksOf } from './load-batch.js';

/** Appenders hold their rows outside the engine's memory limit until they are flushed; so many all loads together. */
const FLUSH_EVERY_ROWS = 32_768;
/** An interrupt that comes before the work has begun is forgotten. */
const INTERRUPT_EVERY_MS = 5;
const SPILL_CHECK_MS = 50;

export interface HostSessionOptions {
  readonly signal: AbortSignal;
  /** Bound of each statement, in ms. */
  readonly timeoutMs: number;
  readonly maxSpillBytes: number;
  /** What all statements of the engine have on disk now. */
  readonly spilledBytes: () => Promise<number>;
}

/** A connection of its own with tables that nobody else sees and that end with it. */
export class DuckdbHostSession implements HostSession {
  private isClosed = false;
  private running: Promise<unknown> = Promise.resolve();
  /** The connection does one thing at a time, and what is appended while a result is read would be part of its transaction. */
  private readonly turns = new Semaphore(1);
  private loads = 0;

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly pooled: PooledConnection,
    private readonly options: HostSessionOptions,
    private readonly release: () => void,
  ) {}

  static async open(
    connection: DuckDBConnection,
    options: HostSessionOptions,
    release: () => void,
  ): Promise<DuckdbHostSession> {
    return new DuckdbHostSession(connection, await PooledConnection.open(connection), options, release);
  }

  async load(
    name: string,
    fields: readonly ResultField[],
    batches: AsyncIterable<ResultBatch>,
    maxRows: number,
  ): Promise<number> {
    let rows = 0;
    this.loads += 1;
    try {
      const appender = await this.alone(async () => {
        await this.createTable(name, fields);
        return this.connection.createAppender(name, 'main', 'temp');
      });
      const types = fields.map((_, index) => appender.columnType(index));
      let unflushed = 0;
      for await (const batch of batches) {
        rows += batch.rowCount;
        unflushed += batch.rowCount;
        if (rows > maxRows) throw tooMany(maxRows);
        const isFull = unflushed >= FLUSH_EVERY_ROWS / this.loads;
        await this.alone(async () => {
          for (const chunk of chunksOf(batch, fields, types)) appender.appendDataChunk(chunk);
          if (isFull) appender.flushSync();
        });
        if (!isFull) continue;
        unflushed = 0;
        await this.checkSpill();
      }
      await this.alone(async () => appender.closeSync());
      return rows;
    } catch (error) {
      throw duckdbError(error);
    } finally {
      this.loads -= 1;
    }
  }

  async compute(name: string, fields: readonly ResultField[], { text, parameters }: SqlStatement): Promise<void> {
    const values = checkParameters(parameters);
    const leave = await this.turn();
    try {
      await this.interruptible(async () => {
        await this.createTable(name, fields);
        const prepared = await this.connection.prepare(`INSERT INTO ${tableOf(name)} ${text}`);
        bindParameters(prepared, values);
        await prepared.run();
      });
    } finally {
      // What was stopped is waited for.
      void this.running.catch(() => undefined).then(leave);
    }
  }

  async execute({ text, parameters }: SqlStatement, singleRow: boolean): Promise<StatementResult> {
    const values = checkParameters(parameters);
    const leave = await this.turn();
    const cursor = new ResultCursor(this.pooled, new StopWatch(this.options), leave);
    await cursor.open({ text, values, singleRow, onStart: () => undefined });
    return { fields: cursor.fields, batches: cursor };
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.running.catch(() => undefined);
    this.pooled.close();
    this.release();
  }

  /** Waits until the connection is free. @returns what gives it back */
  private turn(): Promise<() => void> {
    return new Promise((resolve, reject) => {
      this.turns
        .run(this.options.signal, () => new Promise<void>((leave) => resolve(leave)))
        .catch(() => reject(cancelled()));
    });
  }

  private async alone<T>(task: () => Promise<T>): Promise<T> {
    const leave = await this.turn();
    try {
      return await task();
    } finally {
      leave();
    }
  }

  private async createTable(name: string, fields: readonly ResultField[]): Promise<void> {
    const columns = fields.map(({ name: column, type }) => `${quoteIdentifier(column)} ${typeName(type)}`);
    await this.connection.run(`CREATE TEMP TABLE ${quoteIdentifier(name)} (${columns.join(', ')})`);
  }

  /** Runs work that ends early when the statement has to stop. */
  private async interruptible(work: () => Promise<void>): Promise<void> {
    const watch = new StopWatch(this.options);
    const running = work();
    this.running = running;
    const full = this.untilFull(running);
    try {
      await watch.race(Promise.race([running, full]));
    } catch (error) {
      const stop = watch.stopped ?? (error instanceof GatewayError ? error : undefined);
      if (stop === undefined) throw duckdbError(error);
      this.running = this.interrupt(running);
      throw stop;
    } finally {
      watch.dispose();
    }
  }

  /** Rejects as soon as too much is on disk; settles with the work otherwise. */
  private async untilFull(running: Promise<void>): Promise<void> {
    let isOver = false;
    const ended = running.then(
      () => undefined,
      () => undefined,
    );
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, SPILL_CHECK_MS))]);
      if (!isOver) await this.checkSpill();
    }
    await running;
  }

  /** The engine's own bound is for what its operators spill, and not for tables. */
  private async checkSpill(): Promise<void> {
    if ((await this.options.spilledBytes()) > this.options.maxSpillBytes) throw tooMuchOnDisk();
  }

  private async interrupt(running: Promise<unknown>): Promise<void> {
    const timer = setInterval(() => this.pooled.interrupt(), INTERRUPT_EVERY_MS);
    await running.catch(() => undefined);
    clearInterval(timer);
  }
}

const tableOf = (name: string) => `temp.main.${quoteIdentifier(name)}`;

function tooMuchOnDisk(): GatewayError {
  return new GatewayError('RESULT_TOO_LARGE', 'A join across sources needs more temporary space than it may use.');
}

function tooMany(maxRows: number): GatewayError {
  return new GatewayError('RESULT_TOO_LARGE', `A join across sources needs more than ${maxRows} rows of one of them.`);
}
