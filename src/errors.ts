/** Who may read the message of an error: the caller who caused it, or only the operator (log, boot output). */
export type ErrorAudience = 'caller' | 'operator';

interface ErrorDefinition {
  readonly audience: ErrorAudience;
  /** HTTP status of a request that fails as a whole with this code. */
  readonly httpStatus: number;
  /** What a caller reads when the message itself is for the operator only. */
  readonly publicMessage: string;
}

/**
 * The closed table of error codes. A door maps codes, never messages; a message whose audience is the operator
 * reaches the log with the request id and is replaced by `publicMessage` for the caller.
 */
export const ERRORS = {
  GRAPHQL_PARSE_FAILED: { audience: 'caller', httpStatus: 400, publicMessage: 'The document does not parse.' },
  GRAPHQL_VALIDATION_FAILED: { audience: 'caller', httpStatus: 422, publicMessage: 'The document is not valid.' },
  BAD_USER_INPUT: { audience: 'caller', httpStatus: 400, publicMessage: 'The request is not valid.' },
  PERSISTED_QUERY_NOT_FOUND: { audience: 'caller', httpStatus: 200, publicMessage: 'PersistedQueryNotFound' },
  UNAUTHENTICATED: { audience: 'caller', httpStatus: 401, publicMessage: 'No valid credential was given.' },
  FORBIDDEN: { audience: 'caller', httpStatus: 403, publicMessage: 'This is not allowed for this caller.' },
  RATE_LIMITED: { audience: 'caller', httpStatus: 429, publicMessage: 'Too many requests.' },
  COST_LIMIT: { audience: 'caller', httpStatus: 400, publicMessage: 'The request costs more than the limit.' },
  WAREHOUSE_STARTING: { audience: 'caller', httpStatus: 503, publicMessage: 'The warehouse is starting.' },
  SOURCE_UNAVAILABLE: { audience: 'operator', httpStatus: 503, publicMessage: 'A data source is not available.' },
  SOURCE_TIMEOUT: { audience: 'caller', httpStatus: 504, publicMessage: 'The statement took longer than its limit.' },
  RESULT_TOO_LARGE: { audience: 'caller', httpStatus: 413, publicMessage: 'The result is larger than the limit.' },
  NOT_SUPPORTED: { audience: 'caller', httpStatus: 400, publicMessage: 'This is not supported.' },
  CANCELLED: { audience: 'caller', httpStatus: 499, publicMessage: 'The request was cancelled.' },
  INTERNAL: { audience: 'operator', httpStatus: 500, publicMessage: 'Internal error.' },
  CONFIG_INVALID: { audience: 'operator', httpStatus: 500, publicMessage: 'Internal error.' },
  CONTRACT_INVALID: { audience: 'operator', httpStatus: 500, publicMessage: 'Internal error.' },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

export interface GatewayErrorOptions {
  /** Detail for the log only: a driver's message, a token's precise fault. */
  readonly operatorDetail?: string;
  readonly cause?: unknown;
  /** Extra members of the reply's `extensions`, such as `retryAfterMs`. Must be safe for the caller. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The SQLSTATE of a data exception, such as 22012, where the source told the kind of its failure. */
  readonly sqlState?: string;
}

/** The only error type that crosses folder borders. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly operatorDetail: string | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly sqlState: string | undefined;

  constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.operatorDetail = options.operatorDetail;
    this.extensions = Object.freeze({ ...options.extensions });
    this.sqlState = options.sqlState;
  }

  get httpStatus(): number {
    return ERRORS[this.code].httpStatus;
  }

  /** The message a caller may read. */
  get publicMessage(): string {
    return ERRORS[this.code].audience === 'caller' ? this.message : ERRORS[this.code].publicMessage;
  }
}

/** Wraps anything thrown into a GatewayError; what is not one already becomes INTERNAL. */
export function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new GatewayError('INTERNAL', detail, { operatorDetail: detail, cause: thrown });
}
