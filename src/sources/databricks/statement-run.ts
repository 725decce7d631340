import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type {
  TExecuteStatementResp,
  TFetchResultsReq,
  TFetchResultsResp,
  TGetOperationStatusResp,
  TGetResultSetMetadataResp,
  TOperationHandle,
  TSparkParameter,
} from '@databricks/sql/thrift/TCLIService_types.js';
import codes from '@databricks/sql/thrift/TCLIService_types.js';
import { GatewayError } from '../../errors.js';
import type { ResultBatch, ResultField } from '../source.js';
import type { StopWatch } from '../stop-watch.js';
import type { CallFailure } from './call-failure.js';
import { hasMoreAfter, type ResultReader, resultReader } from './result-reader.js';
import { checkStatus, ServerFault } from './server-fault.js';
import type { Session } from './session.js';
import { CallFailed, type WarehouseCalls } from './warehouse-calls.js';

const { TFetchOrientation, TOperationState } = codes;

const FIRST_POLL_MS = 10;
const LONGEST_POLL_MS = 250;
/** A warehouse that does not answer to a cancellation must not hold the session's place. */
const LONGEST_CANCEL_MS = 3000;

/** Values come as they are stored; intervals, which Arrow has no one form of, as text. */
const ARROW_TYPES = {
  timestampAsArrow: true,
  decimalAsArrow: true,
  complexTypesAsArrow: true,
  intervalTypesAsArrow: false,
};

/** Thrift writes plain numbers as well as its own class. */
const long = (value: number) => value as unknown as NonNullable<TFetchResultsReq['maxRows']>;

type Chunk = TFetchResultsResp | undefined;

export interface RunRequest {
  readonly text: string;
  readonly parameters: readonly TSparkParameter[];
  readonly queryTags: string | undefined;
  /** Rows of a chunk, at most. */
  readonly chunkRows: number;
}

/** Throws what an operation that ended badly said. */
function checkState(status: TGetOperationStatusResp): 'ready' | 'running' {
  checkStatus(status.status);
  switch (status.operationState) {
    case TOperationState.FINISHED_STATE:
      return 'ready';
    case TOperationState.INITIALIZED_STATE:
    case TOperationState.PENDING_STATE:
    case TOperationState.RUNNING_STATE:
    case undefined:
      return 'running';
    default:
      throw new ServerFault({
        message: status.errorMessage ?? status.displayMessage ?? `operation state ${status.operationState}`,
        sqlState: status.sqlState ?? undefined,
        isStatement: true,
        isTimeout: status.operationState === TOperationState.TIMEDOUT_STATE,
      });
  }
}

/**
 * One run of a statement on a lent session: sent, waited for, read chunk by chunk with at most one chunk ahead of the
 * reader, and given up as soon as the watch stops it. `onEnd` is told once, and whether the session is still good.
 */
export class StatementRun {
  fields: readonly ResultField[] = [];
  private handle: TOperationHandle | undefined;
  private reader: ResultReader | undefined;
  private first: TFetchResultsResp | undefined;
  private hasMore = false;
  private isClosedByServer = false;
  private isFirstFetch = true;
  private isEnded = false;
  /** A reply to the statement was lost: it may run in the session a second time, under a handle that nobody knows. */
  private hasOrphan = false;
  private readonly onStop = () => this.end(false);
  private readonly onFailure = ({ kind }: CallFailure) => {
    if (kind === 'unavailable') this.hasOrphan = true;
    if (kind === 'unauthenticated') this.session.client.refuseToken();
  };
  private readonly onRefusal = ({ kind }: CallFailure) => {
    if (kind === 'unauthenticated') this.session.client.refuseToken();
  };

  constructor(
    private readonly session: Session,
    private readonly calls: WarehouseCalls,
    private readonly watch: StopWatch,
    private readonly request: RunRequest,
    private readonly onEnd: (isGood: boolean) => void,
  ) {
    watch.onStop(this.onStop);
  }

  /** Sends the statement and waits until its rows can be read. @throws CallFailed, GatewayError; ended then */
  async open(): Promise<void> {
    try {
      const response = await this.calls.repeat(this.watch, () => this.send(), this.onFailure);
      const { directResults: direct } = response;
      this.handle = response.operationHandle ?? undefined;
      this.isClosedByServer = Boolean(direct?.closeOperation);
      let metadata = direct?.resultSetMetadata ?? undefined;
      const status = direct?.operationStatus;
      const state = status ? await this.calls.once(this.watch, async () => checkState(status)) : 'running';
      if (state === 'running') await this.ready();
      metadata ??= await this.calls.repeat(this.watch, () => this.metadata(), this.onRefusal);
      this.reader = resultReader(metadata);
      this.fields = this.reader.fields;
      this.first = direct?.resultSet ?? undefined;
      this.isFirstFetch = this.first === undefined;
      this.hasMore = !this.isClosedByServer && (this.first === undefined || hasMoreAfter(this.first));
    } catch (error) {
      // The watch goes on: the caller may send the statement again.
      this.watch.offStop(this.onStop);
      this.settle(error instanceof CallFailed && error.failure.kind === 'statement');
      throw error;
    }
  }

  /** Can be read once. Ends the run when it is returned, also before its first row. */
  batches(): AsyncIterable<ResultBatch> {
    const rows = this.read();
    const iterator: AsyncIterator<ResultBatch> = {
      next: () => rows.next(),
      return: async () => {
        this.end(!this.hasMore);
        return { done: true, value: undefined };
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }

  private async *read(): AsyncGenerator<ResultBatch> {
    try {
      let next = this.first === undefined ? this.fetchNext() : Promise.resolve<Chunk>(this.first);
      this.first = undefined;
      for (;;) {
        this.watch.resume();
        const chunk = await this.watch.race(next);
        if (chunk === undefined) break;
        next = this.fetchNext();
        // Awaited in the next turn of this loop; its failure must not count as unhandled until then.
        next.catch(() => undefined);
        yield* this.slices(chunk);
      }
      this.end(true);
    } catch (error) {
      this.end(false);
      throw this.watch.stopped ?? this.calls.error(error);
    }
  }

  private *rows(chunk: TFetchResultsResp): Iterable<ResultBatch> {
    if (chunk.results !== undefined && chunk.results !== null) yield* this.reader?.read(chunk.results) ?? [];
  }

  /** The reader's time is not the statement's. Others get their turn between two batches. */
  private async *slices(chunk: TFetchResultsResp): AsyncGenerator<ResultBatch> {
    for (const batch of this.rows(chunk)) {
      this.watch.pause();
      yield batch;
      this.watch.throwIfStopped();
      await turn();
    }
  }

  private async send(): Promise<TExecuteStatementResp> {
    const { text, parameters, queryTags, chunkRows } = this.request;
    const response = await this.session.client.driver.executeStatement({
      sessionHandle: this.session.handle,
      statement: text,
      runAsync: true,
      getDirectResults: { maxRows: long(chunkRows) },
      canReadArrowResult: true,
      canDownloadResult: false,
      canDecompressLZ4Result: false,
      useArrowNativeTypes: ARROW_TYPES,
      parameters: [...parameters],
      ...(queryTags === undefined ? {} : { confOverlay: { query_tags: queryTags } }),
    });
    checkStatus(response.status);
    if (this.isEnded && response.operationHandle) void this.cancel(response.operationHandle);
    return response;
  }

  private async ready(): Promise<void> {
    for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_POLL_MS)) {
      const state = await this.calls.repeat(
        this.watch,
        async () => {
          const { driver } = this.session.client;
          return checkState(await driver.getOperationStatus({ operationHandle: this.operation() }));
        },
        this.onRefusal,
      );
      if (state === 'ready') return;
      await this.watch.race(sleep(pauseMs));
    }
  }

  private async metadata(): Promise<TGetResultSetMetadataResp> {
    const response = await this.session.client.driver.getResultSetMetadata({ operationHandle: this.operation() });
    checkStatus(response.status);
    return response;
  }

  /** The next chunk; undefined after the last. Repeated only while no row has been read. */
  private async fetchNext(): Promise<Chunk> {
    if (!this.hasMore) return undefined;
    const { isFirstFetch } = this;
    const fetch = async () => {
      const response = await this.session.client.driver.fetchResults({
        operationHandle: this.operation(),
        orientation: isFirstFetch ? TFetchOrientation.FETCH_FIRST : TFetchOrientation.FETCH_NEXT,
        maxRows: long(this.request.chunkRows),
        fetchType: 0,
      });
      checkStatus(response.status);
      return response;
    };
    const chunk = await (isFirstFetch ? this.calls.repeat(this.watch, fetch) : this.continue(fetch));
    this.isFirstFetch = false;
    this.hasMore = hasMoreAfter(chunk);
    return chunk;
  }

  /** Whatever ends the connection between two chunks ends the result, which is in part with the reader already. */
  private async continue(fetch: () => Promise<TFetchResultsResp>): Promise<TFetchResultsResp> {
    try {
      return await this.calls.once(this.watch, fetch);
    } catch (error) {
      const isTransient = error instanceof CallFailed && ['starting', 'busy', 'lost'].includes(error.failure.kind);
      throw isTransient ? new CallFailed({ ...error.failure, kind: 'unavailable' }) : error;
    }
  }

  private operation(): TOperationHandle {
    if (this.handle === undefined) throw new GatewayError('INTERNAL', 'The warehouse gave no handle of a statement.');
    return this.handle;
  }

  /** @param isGood whether the statement has run to its end, or was answered as failed */
  private end(isGood: boolean): void {
    if (!this.isEnded) this.watch.dispose();
    this.settle(isGood);
  }

  private settle(isGood: boolean): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.first = undefined;
    const { handle } = this;
    // Without its handle a statement can only be ended together with the session it runs in.
    if (handle === undefined) this.onEnd(isGood && !this.hasOrphan);
    else if (!isGood) void this.cancel(handle).then((isLetGo) => this.onEnd(isLetGo && !this.hasOrphan));
    else {
      if (!this.isClosedByServer) void this.close(handle);
      this.onEnd(!this.hasOrphan);
    }
  }

  /** @returns whether the warehouse has let go of the statement in time, so that its session may serve another */
  private cancel(operationHandle: TOperationHandle): Promise<boolean> {
    const late = sleep(LONGEST_CANCEL_MS, false, { ref: false });
    return Promise.race([this.letGo(operationHandle), late]);
  }

  private async letGo(operationHandle: TOperationHandle): Promise<boolean> {
    try {
      const { status } = await this.session.client.driver.cancelOperation({ operationHandle });
      checkStatus(status);
      return await this.close(operationHandle);
    } catch {
      return false;
    }
  }

  private async close(operationHandle: TOperationHandle): Promise<boolean> {
    try {
      await this.session.client.driver.closeOperation({ operationHandle });
      return true;
    } catch {
      return false;
    }
  }
}
