import { type ErrorCode, GatewayError } from '../../errors.js';
import { timedOut } from '../statement-errors.js';

/** What the server said: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export interface ServerError {
  readonly sqlState: string;
  /** May quote values of rows that policy hides: for the log only. */
  readonly message: string;
}

const UNAVAILABLE = 'The database cannot be reached.';
const REFUSED = "The database refuses the gateway's login.";
const BUSY = 'The database takes no more connections now.';
const MISSING = 'The database does not have what the catalog says, or not for the gateway.';
const TEMPORARY = 'The statement needs more temporary space than the database may use.';

/** By SQLSTATE or its class; the first that fits. */
const KINDS: readonly (readonly [state: string, code: ErrorCode, message: string])[] = [
  ['53300', 'SOURCE_UNAVAILABLE', BUSY],
  ['53100', 'RESULT_TOO_LARGE', TEMPORARY],
  ['53400', 'RESULT_TOO_LARGE', TEMPORARY],
  ['53200', 'RESULT_TOO_LARGE', 'The statement needs more memory than the database has.'],
  ['54', 'NOT_SUPPORTED', 'The statement is larger than the database can run.'],
  ['08', 'SOURCE_UNAVAILABLE', UNAVAILABLE],
  ['57P', 'SOURCE_UNAVAILABLE', UNAVAILABLE],
  ['28', 'SOURCE_UNAVAILABLE', REFUSED],
  ['3D', 'SOURCE_UNAVAILABLE', MISSING],
  ['42501', 'SOURCE_UNAVAILABLE', MISSING],
  ['42P01', 'SOURCE_UNAVAILABLE', MISSING],
  ['42703', 'SOURCE_UNAVAILABLE', MISSING],
  // A standby that takes the rows away under a reader, or two that wait for each other.
  ['40', 'SOURCE_UNAVAILABLE', 'The database ended the statement for another one.'],
  ['58', 'SOURCE_UNAVAILABLE', UNAVAILABLE],
  ['0A000', 'NOT_SUPPORTED', 'The database cannot run a statement of this shape.'],
];

/** The data exceptions, whose SQLSTATE a door may pass on. */
const DATA_EXCEPTION = /^(22|21)/u;

/** Whether the server ends the session: by its operator, since it crashes, or for lying idle too long. */
export function isSessionEnd({ sqlState }: ServerError): boolean {
  return /^57P0[1-5]$/u.test(sqlState);
}

/** A statement that the server refused or gave up. */
export function serverError({ sqlState, message }: ServerError, timeoutMs: number): GatewayError {
  if (sqlState === '57014') return timedOut(timeoutMs);
  const operatorDetail = `${sqlState}: ${message}`;
  const kind = KINDS.find(([state]) => sqlState.startsWith(state));
  if (kind !== undefined) return new GatewayError(kind[1], kind[2], { operatorDetail });
  return new GatewayError('INTERNAL', 'A statement failed.', {
    operatorDetail,
    ...(DATA_EXCEPTION.test(sqlState) ? { sqlState } : {}),
  });
}

/** A connection that could not be made, or broke. */
export function connectionError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const kind = KINDS.find(([state]) => code.length === 5 && code.startsWith(state));
  return new GatewayError('SOURCE_UNAVAILABLE', kind?.[2] ?? UNAVAILABLE, { operatorDetail: detail, cause: thrown });
}
