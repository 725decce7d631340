import { randomBytes } from 'node:crypto';
import codes from '@databricks/sql/thrift/TCLIService_types.js';
import type { ResultBatch, ResultField, StatementResult } from '../../../src/sources/source.js';
import { ArrowWriter } from './arrow-writer.js';
import { schemaOf, thriftColumn } from './column-writer.js';

const { TOperationState, TSparkRowSetType, TStatusCode } = codes;

export const OK = { statusCode: TStatusCode.SUCCESS_STATUS };

export interface Page {
  readonly rows: object;
  readonly hasMore: boolean;
}

export interface OperationSettings {
  readonly arrow: boolean;
  readonly polls: number;
  /** What is sent in place of a batch of Arrow. */
  readonly spoilBatch: ((batch: Buffer) => Buffer) | undefined;
}

/** The server's side of a UUID: the driver prints it as one. */
export function guid(): Buffer {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

/** A statement of a session: it runs, waits to be read page by page, or has ended. */
export class Operation {
  readonly id = guid();
  readonly abort = new AbortController();
  state: number = TOperationState.RUNNING_STATE;
  failure: unknown;
  /** Polls that still hear that it runs. */
  polls: number;
  readonly done: Promise<void>;
  private result: StatementResult | undefined;
  private writer: ArrowWriter | undefined;
  private iterator: AsyncIterator<ResultBatch> | undefined;
  private rest: { readonly batch: ResultBatch; readonly from: number } | undefined;
  private firstPage: Page | undefined;
  private pages = 0;

  constructor(
    running: Promise<StatementResult>,
    private readonly settings: OperationSettings,
  ) {
    this.polls = settings.polls;
    this.done = running.then(
      async (result) => {
        this.result = result;
        this.writer = new ArrowWriter(result.fields);
        this.iterator = result.batches[Symbol.asyncIterator]();
        if (this.state !== TOperationState.RUNNING_STATE) await this.iterator.return?.();
        else this.state = TOperationState.FINISHED_STATE;
      },
      (error: unknown) => {
        this.failure = error;
        if (this.state === TOperationState.RUNNING_STATE) this.state = TOperationState.ERROR_STATE;
      },
    );
  }

  /** Without Arrow, servers say after each page that it was the last. */
  get tellsMore(): boolean {
    return this.settings.arrow;
  }

  get isReady(): boolean {
    return this.state === TOperationState.FINISHED_STATE && this.polls === 0;
  }

  status(): object {
    const isPending = this.polls > 0 && this.state === TOperationState.FINISHED_STATE;
    if (isPending) this.polls -= 1;
    const message = this.failure instanceof Error ? this.failure.message : undefined;
    const sqlState = (this.failure as { readonly sqlState?: string } | undefined)?.sqlState;
    return {
      status: OK,
      operationState: isPending ? TOperationState.RUNNING_STATE : this.state,
      hasResultSet: true,
      ...(message === undefined ? {} : { errorMessage: message, displayMessage: message, sqlState }),
    };
  }

  metadata(): object {
    const form = this.settings.arrow
      ? { resultFormat: TSparkRowSetType.ARROW_BASED_SET, arrowSchema: this.writer?.schemaBytes }
      : { resultFormat: TSparkRowSetType.COLUMN_BASED_SET };
    return { status: OK, schema: schemaOf(this.fields), lz4Compressed: false, ...form };
  }

  /** Up to `maxRows` rows. A first fetch that is repeated gives the same page. */
  async page(maxRows: number, isFirst: boolean): Promise<Page> {
    if (isFirst && this.pages === 1 && this.firstPage !== undefined) return this.firstPage;
    const slices = await this.take(maxRows);
    this.rest ??= await this.next();
    const page = { rows: this.rowSet(slices), hasMore: this.rest !== undefined };
    this.firstPage = this.pages === 0 ? page : undefined;
    this.pages += 1;
    return page;
  }

  async end(state: number): Promise<void> {
    this.state = state;
    this.abort.abort();
    await this.iterator?.return?.();
  }

  private get fields(): readonly ResultField[] {
    return this.result?.fields ?? [];
  }

  private async next(): Promise<{ readonly batch: ResultBatch; readonly from: number } | undefined> {
    const { done, value } = (await this.iterator?.next()) ?? { done: true, value: undefined };
    return done === true || value === undefined ? undefined : { batch: value, from: 0 };
  }

  private async take(maxRows: number): Promise<readonly (readonly (readonly unknown[])[])[]> {
    const slices: (readonly (readonly unknown[])[])[] = [];
    for (let wanted = maxRows; wanted > 0; ) {
      const current = this.rest ?? (await this.next());
      this.rest = undefined;
      if (current === undefined) break;
      const { batch, from } = current;
      const to = Math.min(batch.rowCount, from + wanted);
      slices.push(
        batch.columns.map((column) => (from === 0 && to === batch.rowCount ? column : column.slice(from, to))),
      );
      wanted -= to - from;
      if (to < batch.rowCount) this.rest = { batch, from: to };
    }
    return slices;
  }

  private rowSet(slices: readonly (readonly (readonly unknown[])[])[]): object {
    const base = { startRowOffset: 0, rows: [] };
    if (this.settings.arrow) {
      const arrowBatches = slices.map((columns) => {
        const rowCount = columns[0]?.length ?? 0;
        const batch = this.writer?.batch(columns, rowCount) ?? Buffer.alloc(0);
        return { batch: this.settings.spoilBatch?.(batch) ?? batch, rowCount };
      });
      return { ...base, arrowBatches };
    }
    const columns = this.fields.map(({ type }, index) =>
      thriftColumn(
        slices.flatMap((slice) => slice[index] ?? []),
        type,
      ),
    );
    return { ...base, columns };
  }
}
