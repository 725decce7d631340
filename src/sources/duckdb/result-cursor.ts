import { type DuckDBDataChunk, DuckDBMaterializedResult, type DuckDBResult } from '@duckdb/node-api';
import type { DataType } from '../../query/types.js';
import type { ResultBatch, ResultField } from '../source.js';
import type { StopWatch } from '../stop-watch.js';
import type { CheckedValue } from './checked-value.js';
import { countReadChunk } from './chunk-memory.js';
import { resultBatch } from './column-values.js';
import { duckdbError } from './errors.js';
import type { PooledConnection } from './pooled-connection.js';
import { resultType } from './result-type.js';
import { StreamedBatch } from './streamed-batch.js';

/** DuckDB forgets an interrupt that arrives before its query has begun on its thread, so it is repeated. */
const INTERRUPT_EVERY_MS = 5;

export interface CursorStatement {
  readonly text: string;
  readonly values: readonly CheckedValue[];
  /** The caller promises at most one row. */
  readonly singleRow: boolean;
  /** Told right before the engine gets the statement. */
  readonly onStart: () => void;
}

/**
 * One run of a statement on a lent connection. Fetches a chunk when asked for one, and gives the connection back
 * exactly once: at the end, on an error, on an early return, and when the watch stops it, even if nobody is reading.
 */
export class ResultCursor implements AsyncIterableIterator<ResultBatch> {
  fields: readonly ResultField[] = [];
  private types: readonly DataType[] = [];
  private result: DuckDBResult | undefined;
  private running: Promise<unknown> | undefined;
  /** The next chunk of a stream, which the engine makes while the reader is at this one. */
  private ahead: Promise<DuckDBDataChunk | null> | undefined;
  private ending: Promise<void> | undefined;
  private failedText: string | undefined;

  private readonly connection: PooledConnection;
  private readonly watch: StopWatch;
  private readonly release: () => void;

  constructor(connection: PooledConnection, watch: StopWatch, release: () => void) {
    this.connection = connection;
    this.watch = watch;
    this.release = release;
    watch.onStop(() => void this.end());
  }

  /** Starts the statement. On an error the cursor is closed already. */
  async open({ text, values, singleRow, onStart }: CursorStatement): Promise<void> {
    try {
      const result = await this.work(() => {
        onStart();
        return singleRow ? this.connection.run(text, values) : this.connection.stream(text, values);
      });
      this.fields = result.columnNames().map((name, index) => ({ name, type: resultType(result.columnType(index)) }));
      this.types = this.fields.map((field) => field.type);
      this.result = result;
    } catch (error) {
      this.failedText = text;
      await this.fail(error);
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ResultBatch>> {
    this.watch.throwIfStopped();
    const { result } = this;
    if (result === undefined) return { done: true, value: undefined };
    try {
      const chunk = await this.work(() => this.fetch(result));
      if (chunk !== null && chunk.rowCount > 0) return await this.batch(result, chunk);
      if (!(result instanceof DuckDBMaterializedResult)) await this.work(() => this.connection.confirm());
    } catch (error) {
      return this.fail(error);
    }
    await this.end();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ResultBatch>> {
    await this.end();
    return { done: true, value: undefined };
  }

  private async batch(result: DuckDBResult, chunk: DuckDBDataChunk): Promise<IteratorResult<ResultBatch>> {
    if (!(result instanceof DuckDBMaterializedResult)) {
      this.fetchAhead(result);
      countReadChunk(this.types.length);
      return { done: false, value: new StreamedBatch(chunk, this.types) };
    }
    const value = resultBatch(chunk, this.types);
    // All rows are here: others may have the connection while the caller writes them out.
    if (result.rowCount <= chunk.rowCount) await this.end();
    return { done: false, value };
  }

  private fetch(result: DuckDBResult): Promise<DuckDBDataChunk | null> {
    const chunk = this.ahead ?? result.fetchChunk();
    this.ahead = undefined;
    return chunk;
  }

  /** One chunk and no more: a slow reader holds the engine there. Its work counts as the statement's, a wait behind it not. */
  private fetchAhead(result: DuckDBResult): void {
    if (this.ending !== undefined) return;
    this.watch.resume();
    const ahead = result.fetchChunk();
    this.ahead = ahead;
    this.running = ahead;
    const pause = () => this.watch.pause();
    // Of an error, whoever asks for the chunk is told.
    ahead.then(pause, pause);
  }

  /** Rejects as soon as the watch stops; the engine's work is then waited for by `end`. */
  private async work<T>(start: () => Promise<T>): Promise<T> {
    this.watch.throwIfStopped();
    this.watch.resume();
    const running = start();
    this.running = running;
    const value = await this.watch.race(running);
    this.running = undefined;
    this.watch.pause();
    return value;
  }

  private async fail(error: unknown): Promise<never> {
    // A stopped statement answers at once and is cleaned up behind the caller's back.
    const ending = this.end();
    if (this.watch.stopped !== undefined) throw this.watch.stopped;
    await ending;
    throw duckdbError(error);
  }

  private end(): Promise<void> {
    this.ending ??= this.cleanUp();
    return this.ending;
  }

  private async cleanUp(): Promise<void> {
    this.watch.dispose();
    this.result = undefined;
    try {
      await this.settle();
      // Not before: to free a prepared statement that the engine still runs is a crash of the process.
      if (this.failedText !== undefined) this.connection.forget(this.failedText);
      await this.connection.reset();
    } catch {
      // There was no transaction to leave; whatever else is wrong, the connection's next statement reports it.
    } finally {
      this.release();
    }
  }

  private async settle(): Promise<void> {
    const { running } = this;
    if (running === undefined) return;
    const interrupt = () => this.connection.interrupt();
    interrupt();
    const timer = setInterval(interrupt, INTERRUPT_EVERY_MS);
    await running.catch(() => undefined);
    clearInterval(timer);
  }
}
