import { Request } from 'tedious';
import { GatewayError } from '../../errors.js';
import type { DataType } from '../../query/types.js';
import type { ResultBatch, ResultField } from '../source.js';
import type { StopWatch } from '../stop-watch.js';
import type { TdsParameter } from './bind-parameters.js';
import type { MssqlConnection } from './connection.js';
import { mssqlError } from './errors.js';
import { type ValueReader, valueReader, type WireColumn, wireType } from './read-value.js';

export interface RunRequest {
  readonly text: string;
  readonly parameters: readonly TdsParameter[];
  /** The IR's types of the columns, where the statement comes from it. */
  readonly resultTypes: readonly DataType[] | undefined;
}

/** Rows, and characters of their texts, that are read before the reader must ask for more. */
const BATCH_ROWS = 1000;
const BATCH_CHARACTERS = 1_000_000;

interface Cell {
  readonly value: unknown;
}

interface Reader {
  readonly resolve: (result: IteratorResult<ResultBatch>) => void;
  readonly reject: (error: unknown) => void;
}

function cutOff(): GatewayError {
  return new GatewayError('SOURCE_UNAVAILABLE', 'The database ended a result before its end.');
}

/**
 * One run of a statement on a lent connection. The driver pushes rows; past a batch it is paused, and so is the
 * server once the socket is full. The connection goes back when the server has answered to the end, or to the
 * attention that an abort, a timeout or an early `return()` sends.
 */
export class StatementRun implements AsyncIterableIterator<ResultBatch> {
  fields: readonly ResultField[] = [];
  /** True once the server has said anything to the statement. */
  wasAnswered = false;
  private readers: readonly ValueReader[] = [];
  private columns: unknown[][] = [];
  private rowCount = 0;
  private characters = 0;
  private rowsRead = 0;
  /** The server's own count of the rows, once it has ended the result. */
  private counted: { readonly rows: number | undefined } | undefined;
  private waiting: Reader | undefined;
  private isFlushing = false;
  private isComplete = false;
  private failure: unknown;
  private isGivenBack = false;
  private isLeft = false;
  private request: Request | undefined;
  private readonly onStop = () => this.leave();

  constructor(
    private readonly connection: MssqlConnection,
    private readonly watch: StopWatch,
    private readonly onEnd: () => void,
  ) {}

  /** Sends the statement and waits for its columns. On an error the run has ended, and its connection is back. */
  async open(request: RunRequest): Promise<void> {
    try {
      await this.watch.race(this.start(request));
      this.watch.pause();
    } catch (error) {
      this.watch.offStop(this.onStop);
      this.leave();
      throw error;
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ResultBatch>> {
    if (this.watch.stopped !== undefined) return Promise.reject(this.watch.stopped);
    if (this.isLeft) return Promise.resolve({ done: true, value: undefined });
    if (this.rowCount > 0) return Promise.resolve({ done: false, value: this.take() });
    if (this.isComplete) return this.end();
    this.watch.resume();
    const next = new Promise<IteratorResult<ResultBatch>>((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
    this.request?.resume();
    return this.watch.race(next).finally(() => this.watch.pause());
  }

  async return(): Promise<IteratorResult<ResultBatch>> {
    this.watch.dispose();
    this.leave();
    return { done: true, value: undefined };
  }

  private start({ text, parameters, resultTypes }: RunRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = new Request(text, (error) => {
        this.complete(error ?? undefined);
        // Of a statement without columns there is nothing to read.
        if (this.failure === undefined) resolve();
        else reject(mssqlError(this.failure));
      });
      for (const { name, type, value, length } of parameters) {
        request.addParameter(name, type, value, length === undefined ? {} : { length });
      }
      request.on('columnMetadata', (columns) => {
        this.wasAnswered = true;
        try {
          this.describe(Object.values(columns), resultTypes);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
      request.on('row', (cells: readonly Cell[]) => this.add(cells));
      const onDone = (rows: number | undefined, more: boolean) => {
        if (!more || rows !== undefined) this.counted = { rows: rows ?? this.counted?.rows };
      };
      request.on('done', onDone);
      request.on('doneInProc', (rows) => onDone(rows, true));
      request.on('doneProc', (rows, more) => onDone(rows, more));
      this.request = request;
      this.watch.onStop(this.onStop);
      this.connection.driver.execSql(request);
    });
  }

  private describe(columns: readonly WireColumn[], resultTypes: readonly DataType[] | undefined): void {
    if (this.fields.length > 0) throw new GatewayError('INTERNAL', 'A statement gave more than one result.');
    if (resultTypes !== undefined && resultTypes.length !== columns.length)
      throw new GatewayError('INTERNAL', `A statement of ${resultTypes.length} columns gave ${columns.length}.`);
    this.fields = columns.map((column, index) => ({
      name: column.colName,
      type: resultTypes?.[index] ?? wireType(column),
    }));
    this.readers = this.fields.map(({ type }) => valueReader(type));
    this.columns = this.fields.map(() => []);
  }

  private add(cells: readonly Cell[]): void {
    if (this.isLeft || this.failure !== undefined) return;
    try {
      this.readers.forEach((read, index) => {
        const value = cells[index]?.value ?? null;
        if (typeof value === 'string' || value instanceof Uint8Array) this.characters += value.length;
        this.columns[index]?.push(value === null ? null : read(value));
      });
    } catch (error) {
      this.failure = error;
      this.request?.cancel();
      return;
    }
    this.rowCount += 1;
    this.rowsRead += 1;
    if (this.rowCount >= BATCH_ROWS || this.characters >= BATCH_CHARACTERS) {
      this.request?.pause();
      this.flush();
    } else this.flushSoon();
  }

  /** What came in one packet goes out as one batch. */
  private flushSoon(): void {
    if (this.waiting === undefined || this.isFlushing) return;
    this.isFlushing = true;
    setImmediate(() => {
      this.isFlushing = false;
      this.flush();
    });
  }

  private flush(): void {
    const { waiting } = this;
    if (waiting === undefined || this.rowCount === 0) return;
    this.waiting = undefined;
    waiting.resolve({ done: false, value: this.take() });
  }

  private take(): ResultBatch {
    const batch = { rowCount: this.rowCount, columns: this.columns };
    this.columns = this.fields.map(() => []);
    this.rowCount = 0;
    this.characters = 0;
    return batch;
  }

  /** The driver has nothing more: the end of the result, an error, or the answer to an attention. */
  private complete(error: Error | undefined): void {
    this.isComplete = true;
    if (error !== undefined) this.failure ??= error;
    else if (this.failure === undefined && !this.isWhole()) this.failure = cutOff();
    if (this.counted !== undefined || errorHasNumber(error)) this.wasAnswered = true;
    // What it has read of a reply that is no whole one says nothing about the state of the session.
    if (this.failure instanceof GatewayError && !this.isLeft) this.connection.driver.close();
    this.giveBack();
    const { waiting } = this;
    if (waiting === undefined) return;
    if (this.rowCount > 0 && this.failure === undefined) this.flush();
    else {
      this.waiting = undefined;
      this.end().then(waiting.resolve, waiting.reject);
    }
  }

  /** The driver takes the end of a message for the end of a result, whatever stands there. */
  private isWhole(): boolean {
    if (this.counted === undefined) return false;
    const { rows } = this.counted;
    return rows === undefined || rows === this.rowsRead || this.fields.length === 0;
  }

  private async end(): Promise<IteratorResult<ResultBatch>> {
    this.watch.dispose();
    if (this.failure !== undefined && !this.isLeft) throw mssqlError(this.failure);
    return { done: true, value: undefined };
  }

  /** Nobody wants the rest. */
  private leave(): void {
    this.isLeft = true;
    this.columns = [];
    this.rowCount = 0;
    if (!this.isComplete) this.request?.cancel();
  }

  private giveBack(): void {
    if (this.isGivenBack) return;
    this.isGivenBack = true;
    this.watch.offStop(this.onStop);
    this.onEnd();
  }
}

function errorHasNumber(error: Error | undefined): boolean {
  return error !== undefined && 'number' in error;
}
