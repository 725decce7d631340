import { GatewayError } from '../../errors.js';
import type { DataType } from '../../query/types.js';
import type { ResultBatch, ResultField } from '../source.js';
import type { StopWatch } from '../stop-watch.js';
import { columnType } from './column-type.js';
import type { MysqlConnection, RowStream, ServerColumn } from './connection.js';
import { driverError, isHarmless, isServerError, serverError } from './errors.js';
import { valueReader } from './read-value.js';
import { inOrder, serverText } from './server-text.js';

export interface RunRequest {
  readonly text: string;
  readonly parameters: readonly (string | null)[];
  /** Of the columns; undefined: the server's own. */
  readonly resultTypes: readonly DataType[] | undefined;
  /** At most one row will come. */
  readonly singleRow: boolean;
  /** For the message of a statement that the server ended for its time. */
  readonly timeoutMs: number;
  /** Whether the text keeps what is there for an index alone. */
  readonly hints: boolean;
}

/** Rows of a batch: few at first, since most results are small and their first rows should not wait. */
const FIRST_ROWS = 32;
const MAX_ROWS = 2048;
const GROWTH = 8;
const ILLEGAL_MIX_OF_COLLATIONS = 1267;

/**
 * One run of a statement on a lent connection. Where nobody asks for rows, the socket is held, and with it the server.
 * The connection goes back once: when the server is ready again, or when it is given up.
 */
export class StatementRun implements AsyncIterableIterator<ResultBatch> {
  fields: readonly ResultField[] = [];
  private readers: readonly ((value: unknown) => unknown)[] = [];
  private rows: RowStream | undefined;
  private capacity = FIRST_ROWS;
  private hasFields = false;
  private hasEnded = false;
  private hasMixedCollations = false;
  private isDone = false;
  private failure: GatewayError | undefined;
  private settling: Promise<void> | undefined;
  private wake: (() => void) | undefined;

  constructor(
    private readonly connection: MysqlConnection,
    private readonly watch: StopWatch,
    private readonly request: RunRequest,
    private readonly release: () => void,
  ) {
    watch.onStop(this.onStop);
  }

  private readonly onStop = () => void this.abandon();

  /** Whether the server has said anything of this statement: if not, it may be sent again elsewhere. */
  get wasAnswered(): boolean {
    return this.hasFields;
  }

  /** Whether the server cannot compare a column with what stands there for its index: without that it can. */
  get refusesHints(): boolean {
    return this.hasMixedCollations && this.request.hints;
  }

  /** Starts the statement; resolves when there are rows, or the end. */
  async open(): Promise<void> {
    try {
      this.watch.throwIfStopped();
      const { text, order } = serverText(this.request.text, this.connection.flavor, this.request.hints);
      const rows = this.connection.execute(text, inOrder(this.request.parameters, order), MAX_ROWS);
      this.rows = rows;
      rows.on('fields', (columns: readonly ServerColumn[]) => this.describe(columns));
      rows.on('readable', () => this.wake?.());
      rows.once('end', () => {
        this.hasEnded = true;
        this.wake?.();
      });
      rows.once('error', (error) => this.fail(error));
      this.connection.onLost((error) => this.fail(error));
      await this.untilReadable();
      if (this.failure !== undefined) throw this.failure;
    } catch (error) {
      const reason = this.watch.stopped ?? driverError(error, this.request.timeoutMs);
      // The watch goes on: another run may follow.
      this.watch.offStop(this.onStop);
      this.isDone = true;
      this.settling ??= Promise.resolve().then(() => this.giveBack());
      throw reason;
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ResultBatch>> {
    if (this.isDone) return { done: true, value: undefined };
    this.watch.throwIfStopped();
    this.watch.resume();
    const taken: (readonly unknown[])[] = [];
    await this.take(taken);
    // A result is handed out as whole only once the server has been asked whether it cut a value.
    if (this.hasEnded) await this.finish();
    if (this.failure !== undefined) {
      this.giveUp();
      throw this.watch.stopped ?? this.failure;
    }
    this.watch.pause();
    if (taken.length === 0) return this.end();
    return { done: false, value: this.batchOf(taken) };
  }

  async return(): Promise<IteratorResult<ResultBatch>> {
    if (this.isDone) return { done: true, value: undefined };
    await this.abandon();
    return this.end();
  }

  private end(): IteratorResult<ResultBatch> {
    this.isDone = true;
    this.watch.dispose();
    return { done: true, value: undefined };
  }

  /** Rows of one batch, or fewer if no more are here; of a single row, the end too. */
  private async take(taken: (readonly unknown[])[]): Promise<void> {
    while (taken.length < this.capacity) {
      const row: readonly unknown[] | null = this.failure === undefined ? (this.rows?.read() ?? null) : null;
      if (row !== null) taken.push(row);
      else {
        const isEnough = taken.length > 0 && !this.request.singleRow;
        if (isEnough || this.hasEnded || this.failure !== undefined) break;
        await this.changed();
      }
    }
    this.capacity = Math.min(MAX_ROWS, this.capacity * GROWTH);
  }

  private batchOf(rows: readonly (readonly unknown[])[]): ResultBatch {
    const columns = this.readers.map((read, index) =>
      rows.map((row) => {
        const value = row[index];
        return value === null || value === undefined ? null : read(value);
      }),
    );
    return { rowCount: rows.length, columns };
  }

  private describe(columns: readonly ServerColumn[]): void {
    const { resultTypes } = this.request;
    if (resultTypes !== undefined && resultTypes.length !== columns.length) {
      this.fail(new GatewayError('INTERNAL', 'A result has other columns than its statement.'));
      return;
    }
    this.hasFields = true;
    this.fields = columns.map((column, index) => ({
      name: column.name,
      type: resultTypes?.[index] ?? columnType(column),
    }));
    this.readers = this.fields.map(({ type }) => valueReader(type));
  }

  private fail(error: unknown): void {
    // After an error of its own the server goes on; after any other nobody knows what comes next.
    if (!isServerError(error)) this.connection.destroy();
    else if (error.errno === ILLEGAL_MIX_OF_COLLATIONS) this.hasMixedCollations = true;
    this.failure ??= driverError(error, this.request.timeoutMs);
    this.wake?.();
  }

  /** A row, the end, a failure, or the watch's stop. */
  private async untilReadable(): Promise<void> {
    while (this.failure === undefined && !this.hasEnded && this.rows?.readableLength === 0) await this.changed();
  }

  private async changed(): Promise<void> {
    const changed = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    // Tells the stream that rows are wanted.
    this.rows?.read(0);
    try {
      await this.watch.race(changed);
    } finally {
      this.wake = undefined;
    }
  }

  /** All rows are here. MySQL cuts, clips and drops values with nothing but a warning, which is a failure here. */
  private finish(): Promise<void> {
    this.settling ??= this.watch
      .race(this.connection.warnings())
      .then((warnings) => {
        const warning = warnings.find((entry) => !isHarmless(entry));
        if (warning !== undefined) this.failure ??= serverError(warning, this.request.timeoutMs);
      })
      .catch((error: unknown) => this.fail(error))
      .then(() => this.giveBack());
    return this.settling;
  }

  private giveUp(): void {
    this.watch.dispose();
    this.isDone = true;
    this.settling ??= Promise.resolve().then(() => this.giveBack());
  }

  private giveBack(): void {
    this.connection.onLost(undefined);
    this.release();
  }

  /** The caller is gone or its time over: the server is told, and the connection closed. */
  private abandon(): Promise<void> {
    this.watch.dispose();
    this.settling ??= this.connection.cancel().then(() => {
      this.rows?.destroy();
      this.giveBack();
    });
    return this.settling;
  }
}
