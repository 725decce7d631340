import type { DataType } from '../query/types.js';
import type { Dialect } from '../sql/dialect.js';
import type { SqlStatement } from '../sql/statement.js';
import type { ColumnVector } from './column-vector.js';

export interface ResultField {
  readonly name: string;
  readonly type: DataType;
}

/** A column-wise slice of a result; `columns[i][row]`. Numbers exact: BIGINT as bigint, DECIMAL as text, times as ISO text,
 * intervals as `<months> <days> <microseconds>`, arrays as arrays of such values. */
export interface ResultBatch {
  readonly rowCount: number;
  readonly columns: readonly (readonly unknown[])[];
  /** The same columns as the engine stores them, where it has such a form and the reader gains by it. */
  readonly vectors?: readonly (ColumnVector | undefined)[];
}

/**
 * On whose behalf a source that runs as the caller signs in. Made in identity/, opaque to everyone between; its token
 * never stands in a log, a plan or a cache key.
 */
export interface Principal {
  /** Equal keys are the same user to the source. */
  readonly key: string;
  /**
   * An access token for the source, good for another minute at least.
   * @param refused one that the source did not take, so that it is not given again
   * @throws GatewayError UNAUTHENTICATED if the exchange is refused, SOURCE_UNAVAILABLE if the authority does not answer
   */
  token(signal: AbortSignal, refused?: string): Promise<string>;
}

/** Whose rights a source's statements run with: the gateway's own, or each caller's. */
export type RunsAs = 'service' | 'caller';

/** What a source may note of a statement for those who pay for it or look into it; never a value of the data. */
export interface StatementTags {
  readonly requestId?: string | undefined;
  readonly caller: string;
  /** The way in that the caller took; none for what the gateway asks for itself. */
  readonly door?: 'graphql' | 'sql' | undefined;
}

export interface StatementOptions {
  /** Aborting cancels the statement at the source. */
  readonly signal: AbortSignal;
  /** Wall-clock bound of the statement, queueing in the source included; past it: SOURCE_TIMEOUT. */
  readonly timeoutMs: number;
  /** Promises at most one row, as a json-document statement gives; a source may have a quicker way for that. */
  readonly singleRow?: boolean;
  /** Given where the source runs as the caller; such a source refuses a statement without one. */
  readonly principal?: Principal | undefined;
  readonly tags?: StatementTags | undefined;
}

export interface StatementResult {
  readonly fields: readonly ResultField[];
  /** Pulls batches on demand; releases what it holds when it ends, fails, or is returned early. */
  readonly batches: AsyncIterable<ResultBatch>;
}

/** How long the last answer of a health probe took, or why there was none. */
export type SourceHealth =
  | { readonly state: 'ready'; readonly latencyMs: number }
  | { readonly state: 'starting'; readonly retryAfterMs: number }
  | { readonly state: 'down'; readonly reason: string };

/** What an engine does badly, so that the planner writes it otherwise. Meaning never depends on it. */
export interface EngineTraits {
  /** `ORDER BY … LIMIT` of more rows than this sorts all rows with all of their columns; undefined: it never does. */
  readonly topNRows: number | undefined;
  /** A rank over several keys sorts every row of every group, also where only the first few are kept. */
  readonly sortsWholeGroups: boolean;
  /** Values that one statement may bind; undefined: as many as anybody asks for. */
  readonly maxParameters?: number;
}

/**
 * Tables and statements of one request, on an engine that joins what several sources have. Its tables are seen by
 * nobody else, and end with it. Calls may overlap: what reads or computes waits for its turn, and loads wait for that
 * between their batches.
 */
export interface HostSession {
  /**
   * Makes a table of rows that another source gives.
   * @returns how many there were
   * @throws GatewayError RESULT_TOO_LARGE past `maxRows`, or past what the engine may hold on disk
   */
  load(
    name: string,
    fields: readonly ResultField[],
    batches: AsyncIterable<ResultBatch>,
    maxRows: number,
  ): Promise<number>;
  /** Makes a table of a statement's rows. */
  compute(name: string, fields: readonly ResultField[], statement: SqlStatement): Promise<void>;
  /** Runs a statement over the session's tables and those of the engine itself. */
  execute(statement: SqlStatement, singleRow: boolean): Promise<StatementResult>;
  /** Gives back all that the session holds; what of its results was not read is lost. */
  close(): Promise<void>;
}

/** A place that runs SQL. Knows nothing of identities, policies or doors. */
export interface Source {
  readonly name: string;
  readonly dialect: Dialect;
  readonly traits: EngineTraits;
  readonly runsAs: RunsAs;
  /** Present where the engine can take in other sources' rows and join them with its own. */
  openHost?(options: Pick<StatementOptions, 'signal' | 'timeoutMs'>): Promise<HostSession>;
  /** About how many rows tables have, those that are known without counting. */
  tableRows?(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Runs one statement. Errors are GatewayErrors already, translated in the source's own errors.ts. */
  execute(statement: SqlStatement, options: StatementOptions): Promise<StatementResult>;
  /** A token per table that changes whenever its data does; fetched in one go for `tables` (full names). */
  versions(tables: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  health(signal: AbortSignal): Promise<SourceHealth>;
  close(): Promise<void>;
}
