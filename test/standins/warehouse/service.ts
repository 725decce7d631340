import { setTimeout as sleep } from 'node:timers/promises';
import type {
  TExecuteStatementReq,
  TFetchResultsReq,
  TOpenSessionReq,
  TOperationHandle,
  TSessionHandle,
} from '@databricks/sql/thrift/TCLIService_types.js';
import codes from '@databricks/sql/thrift/TCLIService_types.js';
import type { Executor, WireParameter } from './executor.js';
import { guid, OK, Operation } from './operation.js';
import type { FailureRecord, StatementRecord, WarehouseKnobs } from './warehouse-standin.js';

const { TFetchOrientation, TOperationState, TOperationType, TStatusCode } = codes;

export interface SessionRecord {
  readonly id: string;
  readonly user: string;
  readonly configuration: Readonly<Record<string, string>>;
}

interface SessionState extends SessionRecord {
  readonly operations: Map<string, Operation>;
}

export interface Caller {
  readonly user: string;
  readonly token: string;
}

interface Int64Value {
  readonly buffer: Buffer;
  readonly offset: number;
}

const numberOf = (value: unknown, fallback: number): number => {
  if (value === undefined || value === null) return fallback;
  const { buffer, offset } = value as Int64Value;
  return Number(buffer.readBigInt64BE(offset));
};

const key = (bytes: Buffer) => bytes.toString('hex');
const failed = (errorMessage: string, statusCode: number = TStatusCode.ERROR_STATUS) => ({
  status: { statusCode, errorMessage },
});
const noSession = () => failed('Invalid SessionHandle: SessionHandle is not known', TStatusCode.INVALID_HANDLE_STATUS);
const noOperation = () => failed('Invalid OperationHandle', TStatusCode.INVALID_HANDLE_STATUS);

const DEFAULT_ROWS = 100_000;

/** Sessions and statements of the stand-in, by the calls of TCLIService. A session answers only to the user who opened it. */
export class WarehouseService {
  private readonly sessions = new Map<string, SessionState>();
  private readonly operations = new Map<string, { readonly session: SessionState; readonly operation: Operation }>();

  constructor(
    private readonly executor: Executor,
    private readonly knobs: WarehouseKnobs,
    private readonly statements: StatementRecord[],
    private readonly failures: FailureRecord[],
  ) {}

  get openSessions(): readonly SessionRecord[] {
    return [...this.sessions.values()];
  }

  get operationCount(): number {
    return this.operations.size;
  }

  expire(): void {
    for (const id of [...this.sessions.keys()]) this.endSession(id);
  }

  handler(caller: Caller): object {
    return {
      OpenSession: async (request: TOpenSessionReq) => this.openSession(caller, request),
      CloseSession: async ({ sessionHandle }: { readonly sessionHandle: TSessionHandle }) => {
        if (this.sessionOf(caller, sessionHandle) === undefined) return noSession();
        this.endSession(key(sessionHandle.sessionId.guid));
        return { status: OK };
      },
      ExecuteStatement: (request: TExecuteStatementReq) => this.executeStatement(caller, request),
      GetOperationStatus: async (request: { readonly operationHandle: TOperationHandle }) =>
        this.operationOf(caller, request)?.status() ?? noOperation(),
      GetResultSetMetadata: async (request: { readonly operationHandle: TOperationHandle }) =>
        this.operationOf(caller, request)?.metadata() ?? noOperation(),
      FetchResults: (request: TFetchResultsReq) => this.fetchResults(caller, request),
      CancelOperation: (request: { readonly operationHandle: TOperationHandle }) =>
        this.endOperation(caller, request, TOperationState.CANCELED_STATE),
      CloseOperation: (request: { readonly operationHandle: TOperationHandle }) =>
        this.endOperation(caller, request, TOperationState.CLOSED_STATE),
    };
  }

  private openSession({ user }: Caller, { configuration }: TOpenSessionReq): object {
    const id = guid();
    const session = { id: key(id), user, configuration: configuration ?? {}, operations: new Map() };
    this.sessions.set(session.id, session);
    return {
      status: OK,
      serverProtocolVersion: this.knobs.protocol,
      sessionHandle: { sessionId: { guid: id, secret: guid() }, serverProtocolVersion: this.knobs.protocol },
      configuration: {},
      canUseMultipleCatalogs: true,
    };
  }

  private async executeStatement(caller: Caller, request: TExecuteStatementReq): Promise<object> {
    const session = this.sessionOf(caller, request.sessionHandle);
    if (session === undefined) return noSession();
    if (this.knobs.isWarmingUp) return failed(`Session handle ${session.id} is not initialized`);
    const parameters = this.parametersOf(request);
    const { statement: text, confOverlay } = request;
    this.statements.push({ ...caller, text, parameters, tags: confOverlay?.query_tags, session: session.id });
    const abort = new AbortController();
    const running = this.executor({ text, parameters, user: caller.user, signal: abort.signal });
    running.catch((error: unknown) => this.failures.push({ text, error }));
    const arrow = this.knobs.arrow && request.canReadArrowResult === true;
    const { polls, spoilBatch } = this.knobs;
    const operation = new Operation(running, { arrow, polls, spoilBatch });
    operation.abort.signal.addEventListener('abort', () => abort.abort());
    this.limitTime(session, operation);
    session.operations.set(key(operation.id), operation);
    this.operations.set(key(operation.id), { session, operation });
    const { getDirectResults } = request;
    if (getDirectResults) await Promise.race([operation.done, sleep(this.knobs.directWaitMs)]);
    return {
      status: OK,
      operationHandle: {
        operationId: { guid: operation.id, secret: guid() },
        operationType: TOperationType.EXECUTE_STATEMENT,
        hasResultSet: true,
      },
      ...(getDirectResults && { directResults: await this.direct(operation, getDirectResults.maxRows) }),
    };
  }

  /** A statement that is still running at its session's limit ends. */
  private limitTime({ configuration }: SessionState, operation: Operation): void {
    const seconds = Number(configuration.STATEMENT_TIMEOUT ?? 0);
    const limitMs = this.knobs.statementTimeoutMs ?? seconds * 1000;
    if (limitMs === 0) return;
    const timer = setTimeout(() => {
      if (operation.state === TOperationState.RUNNING_STATE) void operation.end(TOperationState.TIMEDOUT_STATE);
    }, limitMs);
    void operation.done.then(() => clearTimeout(timer));
  }

  private async direct(operation: Operation, maxRows: unknown): Promise<object> {
    if (!operation.isReady) return { operationStatus: operation.status() };
    const page = await operation.page(numberOf(maxRows, DEFAULT_ROWS), true);
    const results = {
      operationStatus: operation.status(),
      resultSetMetadata: operation.metadata(),
      resultSet: { status: OK, hasMoreRows: operation.tellsMore && page.hasMore, results: page.rows },
    };
    if (page.hasMore) return results;
    await this.forget(key(operation.id), TOperationState.CLOSED_STATE);
    return { ...results, closeOperation: { status: OK } };
  }

  private async fetchResults(caller: Caller, request: TFetchResultsReq): Promise<object> {
    const operation = this.operationOf(caller, request);
    if (operation === undefined) return noOperation();
    const isFirst = request.orientation === TFetchOrientation.FETCH_FIRST;
    try {
      const page = await operation.page(numberOf(request.maxRows, DEFAULT_ROWS), isFirst);
      const metadata = request.includeResultSetMetadata === true && { resultSetMetadata: operation.metadata() };
      return { status: OK, hasMoreRows: operation.tellsMore && page.hasMore, results: page.rows, ...metadata };
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  }

  private parametersOf({ parameters }: TExecuteStatementReq): readonly WireParameter[] {
    return (parameters ?? []).map(({ name, type, value }) => ({
      name: name ?? undefined,
      type: type ?? undefined,
      value: value?.stringValue ?? undefined,
    }));
  }

  private sessionOf({ user }: Caller, handle: TSessionHandle): SessionState | undefined {
    const session = this.sessions.get(key(handle.sessionId.guid));
    return session?.user === user ? session : undefined;
  }

  private operationOf(
    { user }: Caller,
    { operationHandle }: { readonly operationHandle: TOperationHandle },
  ): Operation | undefined {
    const found = this.operations.get(key(operationHandle.operationId.guid));
    return found?.session.user === user ? found.operation : undefined;
  }

  private async endOperation(
    caller: Caller,
    request: { readonly operationHandle: TOperationHandle },
    state: number,
  ): Promise<object> {
    if (this.operationOf(caller, request) === undefined) return noOperation();
    const id = key(request.operationHandle.operationId.guid);
    if (state === TOperationState.CLOSED_STATE) await this.forget(id, state);
    else void this.operations.get(id)?.operation.end(state);
    return { status: OK };
  }

  private async forget(id: string, state: number): Promise<void> {
    const found = this.operations.get(id);
    this.operations.delete(id);
    found?.session.operations.delete(id);
    await found?.operation.end(state);
  }

  private endSession(id: string): void {
    const session = this.sessions.get(id);
    this.sessions.delete(id);
    for (const operation of session?.operations.keys() ?? []) void this.forget(operation, TOperationState.CLOSED_STATE);
  }
}
