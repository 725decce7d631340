import { type ErrorCode, toGatewayError } from '../../errors.js';

export interface SqlErrorFields {
  /** 1-based character position in the client's query string. */
  readonly position?: number | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly severity?: 'ERROR' | 'FATAL' | undefined;
  readonly cause?: unknown;
}

/** An error as ErrorResponse gives it. `sqlState` is one of Postgres's five-character codes. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly position: number | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly severity: 'ERROR' | 'FATAL';

  constructor(
    readonly sqlState: string,
    message: string,
    fields: SqlErrorFields = {},
  ) {
    super(message, { cause: fields.cause });
    this.position = fields.position;
    this.detail = fields.detail;
    this.hint = fields.hint;
    this.severity = fields.severity ?? 'ERROR';
  }
}

/** What a client sees of each code. A statement over its time is cancelled, as Postgres's own timeout does it. */
const SQL_STATES: Readonly<Record<ErrorCode, string>> = {
  GRAPHQL_PARSE_FAILED: 'XX000',
  GRAPHQL_VALIDATION_FAILED: 'XX000',
  PERSISTED_QUERY_NOT_FOUND: 'XX000',
  BAD_USER_INPUT: '22023',
  UNAUTHENTICATED: '28P01',
  FORBIDDEN: '42501',
  RATE_LIMITED: '53300',
  COST_LIMIT: '54000',
  WAREHOUSE_STARTING: '57P03',
  SOURCE_UNAVAILABLE: '08006',
  SOURCE_TIMEOUT: '57014',
  RESULT_TOO_LARGE: '54000',
  NOT_SUPPORTED: '0A000',
  CANCELLED: '57014',
  INTERNAL: 'XX000',
  CONFIG_INVALID: 'XX000',
  CONTRACT_INVALID: 'XX000',
};

/** Postgres's wording of data exceptions. A source's own message may quote values, and is for the log only. */
const DATA_EXCEPTIONS: Readonly<Record<string, string>> = {
  '21000': 'more than one row returned by a subquery used as an expression',
  '22003': 'value out of range',
  '22007': 'invalid input syntax for a date or time',
  '22008': 'date/time field value out of range',
  '22011': 'negative substring length not allowed',
  '22012': 'division by zero',
  '22023': 'invalid parameter value',
  '22P02': 'invalid input syntax',
  '2201B': 'invalid regular expression',
  '2201E': 'cannot take logarithm of this number',
  '2201F': 'cannot take this root or power',
  '54000': 'a value is larger than the limit',
};

/** Wraps anything thrown into a SqlError that a client may read. */
export function toSqlError(thrown: unknown): SqlError {
  if (thrown instanceof SqlError) return thrown;
  const error = toGatewayError(thrown);
  const exception = error.sqlState === undefined ? undefined : DATA_EXCEPTIONS[error.sqlState];
  if (error.sqlState !== undefined && exception !== undefined) {
    return new SqlError(error.sqlState, exception, { cause: error });
  }
  return new SqlError(SQL_STATES[error.code], error.publicMessage, { cause: error });
}
