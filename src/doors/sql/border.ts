import type { Identity } from '../../identity/identity.js';

/** How a value stands on the wire: 0 is text, 1 is binary. */
export type Format = 0 | 1;

/** A result column as RowDescription announces it. */
export interface FieldDescription {
  readonly name: string;
  /** 0 where the column is no plain table column. */
  readonly tableOid: number;
  readonly columnNumber: number;
  readonly typeOid: number;
  /** Bytes of a fixed-size type; -1: varying. */
  readonly typeSize: number;
  readonly typeModifier: number;
}

/** Gives a Buffer of just so many bytes to write into, whatever is in it. */
export type TakeBytes = (byteCount: number) => Buffer;

/** Rows on their way to the client, ready to be framed. */
export interface RowBatch {
  readonly rowCount: number;
  /** DataRow messages (or CopyData messages, if the statement is COPY) of the rows from `start` up to, not with, `end`; in bytes of `take` if it can. */
  encode(start: number, end: number, take?: TakeBytes): Buffer;
}

/** A statement that runs. Closing `batches` early stops it at the source. */
export interface Execution {
  readonly batches: AsyncIterable<RowBatch>;
  /** CommandComplete's tag once `rowCount` rows went out: `SELECT 7`, `COPY 7`. */
  tag(rowCount: number): string;
}

export interface Bound {
  /** A value a parameter; null: NULL. */
  readonly values: readonly (Buffer | null)[];
  /** As Bind gives them: none (all text), one (for all), or one a parameter. */
  readonly formats: readonly Format[];
  /** As Bind gives them: none (all text), one (for all), or one a column. */
  readonly resultFormats: readonly Format[];
}

/** What Parse makes of one statement that gives rows. Lives in a session; holds nothing that must be freed. */
export interface PreparedStatement {
  readonly parameterOids: readonly number[];
  readonly fields: readonly FieldDescription[];
  /** COPY … TO STDOUT: the overall format and that of each column. */
  readonly copy: { readonly format: Format; readonly columns: number } | undefined;
  execute(bound: Bound, signal: AbortSignal): Promise<Execution>;
}

/** What a session is told of its settings, and may ask. Names are lower case. */
export interface SettingsView {
  get(name: string): string | undefined;
}

/** The caller of a session and the session's settings: what a statement may depend on beside its text. */
export interface SessionContext {
  readonly identity: Identity;
  readonly database: string;
  readonly settings: SettingsView;
}

/** A statement of a query string, told apart by its syntax tree. `offset`: characters of the whole string before `text`. */
export type ParsedStatement = { readonly text: string; readonly offset: number } & (
  | { readonly kind: 'empty' }
  /** SELECT, VALUES, TABLE, WITH … SELECT, and by `form` COPY … TO STDOUT or EXPLAIN of one: gives rows. */
  | { readonly kind: 'rows'; readonly form?: 'copy' | 'explain' }
  | { readonly kind: 'begin'; readonly tag: 'BEGIN' | 'START TRANSACTION' }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'savepoint'; readonly name: string }
  | { readonly kind: 'release'; readonly name: string }
  | { readonly kind: 'rollback-to'; readonly name: string }
  /** `local`: until the transaction's end. `value` undefined: DEFAULT, and RESET. */
  | {
      readonly kind: 'set';
      readonly name: string;
      readonly value: string | undefined;
      readonly local: boolean;
      readonly tag: 'SET' | 'RESET';
    }
  | { readonly kind: 'reset-all' }
  | { readonly kind: 'show'; readonly name: string }
  | { readonly kind: 'show-all' }
  | { readonly kind: 'discard'; readonly target: 'ALL' | 'PLANS' | 'SEQUENCES' | 'TEMP' }
  | { readonly kind: 'deallocate'; readonly name: string | undefined }
  /** PREPARE name (types) AS query; `query` is the SELECT's text. */
  | {
      readonly kind: 'prepare';
      readonly name: string;
      readonly typeNames: readonly string[];
      readonly query: ParsedStatement;
    }
  /** EXECUTE name (constants); each as text, null for NULL. */
  | { readonly kind: 'execute'; readonly name: string; readonly values: readonly (string | null)[] }
  | {
      readonly kind: 'declare';
      readonly name: string;
      readonly hold: boolean;
      readonly scroll: boolean;
      readonly binary: boolean;
      readonly query: ParsedStatement;
    }
  /** `count` rows forward; 'all' to the end. `move`: skips instead of sending. */
  | { readonly kind: 'fetch'; readonly name: string; readonly count: number | 'all'; readonly move: boolean }
  | { readonly kind: 'close'; readonly name: string | undefined }
  /** Accepted with no effect: LISTEN-free statements that clients send by habit. `tag` is CommandComplete's. */
  | { readonly kind: 'ignored'; readonly tag: string }
);

/** What a session asks of the rest of the door. All rejections are SqlErrors. */
export interface Statements {
  /** Splits and classifies a query string. @throws SqlError 42601 syntax, 0A000 refused, 54000 over a cap */
  parse(text: string): readonly ParsedStatement[];
  /** Analyses a statement of kind `rows`. `parameterOids`: 0 where the client leaves the type open. */
  prepare(
    statement: ParsedStatement,
    parameterOids: readonly number[],
    context: SessionContext,
    signal: AbortSignal,
  ): Promise<PreparedStatement>;
}

/** Bounds how much one caller has running; further tasks wait their turn. */
export interface Admission {
  /** @throws GatewayError RATE_LIMITED if too many wait already, CANCELLED if `signal` aborts meanwhile */
  run<T>(caller: string, signal: AbortSignal, task: () => Promise<T>): Promise<T>;
}

/** Who may connect. @throws SqlError 28P01 for a bad token or key, 28000 for a user name that is not the token's */
export interface Authenticator {
  authenticate(user: string, password: string, remoteAddress: string): Promise<Identity>;
}
