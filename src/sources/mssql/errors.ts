import { type ErrorCode, GatewayError } from '../../errors.js';
import { cancelled } from '../statement-errors.js';

/** What the driver rejects with: one error, or all that the server sent for one statement. */
interface DriverError {
  readonly code?: unknown;
  readonly number?: unknown;
  readonly message: string;
}

const THROTTLE_RETRY_AFTER_MS = 10_000;

/** SQLSTATE of what the server says of values that cannot be computed, by its error number. */
const STATES: ReadonlyMap<number, string> = new Map([
  [8134, '22012'],
  [220, '22003'],
  [232, '22003'],
  [8115, '22003'],
  [1007, '22003'],
  [3623, '22023'],
  [245, '22P02'],
  [8114, '22P02'],
  [8169, '22P02'],
  [13609, '22P02'],
  [241, '22007'],
  [242, '22008'],
  [517, '22008'],
  [535, '22008'],
  [289, '22008'],
  [512, '21000'],
  [536, '22011'],
  [537, '22011'],
]);

interface Kind {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterMs?: number;
}

const MEMORY: Kind = {
  code: 'RESULT_TOO_LARGE',
  message: 'The statement needs more memory or temporary space than the server gives.',
};
const THROTTLED: Kind = {
  code: 'SOURCE_UNAVAILABLE',
  message: 'The database takes no more statements now.',
  retryAfterMs: THROTTLE_RETRY_AFTER_MS,
};
const MOVED: Kind = { code: 'SOURCE_UNAVAILABLE', message: 'The database is moving or restarting.' };
const REFUSED: Kind = { code: 'SOURCE_UNAVAILABLE', message: "The database refuses the gateway's login." };
const DENIED: Kind = {
  code: 'SOURCE_UNAVAILABLE',
  message: "The gateway's login may not read an object of the source.",
};
const SHAPE: Kind = {
  code: 'NOT_SUPPORTED',
  message: 'The engine of the source cannot run a statement of this shape.',
};
const CONFLICT: Kind = {
  code: 'SOURCE_UNAVAILABLE',
  message: 'The statement lost against another transaction of the database, more than once.',
};
const LOCKED: Kind = { code: 'SOURCE_TIMEOUT', message: 'The statement waited too long for a lock of the database.' };
const DOWN: Kind = { code: 'SOURCE_UNAVAILABLE', message: 'The database cannot be reached.' };

const NUMBERS: ReadonlyMap<number, Kind> = new Map([
  ...[701, 802, 1101, 1105, 8645, 8651, 9002].map((number) => [number, MEMORY] as const),
  ...[10928, 10929, 10936, 40501, 49918, 49919, 49920].map((number) => [number, THROTTLED] as const),
  ...[921, 922, 924, 927, 983, 3906, 4221, 6005, 40143, 40197, 40613].map((number) => [number, MOVED] as const),
  ...[4060, 4064, 18452, 18456, 18486, 18487, 18488].map((number) => [number, REFUSED] as const),
  ...[229, 230, 262, 300, 916].map((number) => [number, DENIED] as const),
  ...[191, 8621, 8622, 8623, 8631, 8632, 8711].map((number) => [number, SHAPE] as const),
  ...[1205, 3960, 3961].map((number) => [number, CONFLICT] as const),
  [1222, LOCKED],
]);

/** Kinds of the driver itself. */
const CODES: ReadonlyMap<string, Kind> = new Map([
  ['ELOGIN', REFUSED],
  ['EFEDAUTH', REFUSED],
  ['ESOCKET', DOWN],
  ['ECONNCLOSED', DOWN],
  ['ETIMEOUT', DOWN],
  ['EINSTLOOKUP', DOWN],
  ['ECONNRESET', DOWN],
  ['ECONNREFUSED', DOWN],
  ['ETIMEDOUT', DOWN],
  ['EPIPE', DOWN],
  ['ECLOSE', DOWN],
  ['EINVALIDSTATE', DOWN],
]);

function isDriverError(thrown: unknown): thrown is DriverError {
  return thrown instanceof Error;
}

/** Of several errors of one statement the first says what happened; those after it say that it ended. */
function firstOf(thrown: unknown): DriverError {
  const inner: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
  return isDriverError(inner) ? inner : { message: String(inner) };
}

/** The server's number of an error, or undefined where it is the driver's. */
export function errorNumber(thrown: unknown): number | undefined {
  const { number } = firstOf(thrown);
  return typeof number === 'number' ? number : undefined;
}

/** Of two transactions that hold each other up the server ends one; run again it may well pass. */
export function isConflict(thrown: unknown): boolean {
  const number = errorNumber(thrown);
  return number !== undefined && NUMBERS.get(number) === CONFLICT;
}

/** The server's message never leaves `operatorDetail`: it can quote values of rows that policy hides. */
export function mssqlError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const error = firstOf(thrown);
  const code = typeof error.code === 'string' ? error.code : '';
  if (code === 'ECANCEL') return cancelled();
  const number = errorNumber(error);
  const operatorDetail = number === undefined ? error.message : `${number}: ${error.message}`;
  const options = { operatorDetail, cause: thrown };
  const kind = (number === undefined ? undefined : NUMBERS.get(number)) ?? CODES.get(code);
  if (kind !== undefined) {
    const { retryAfterMs } = kind;
    return new GatewayError(kind.code, kind.message, {
      ...options,
      ...(retryAfterMs === undefined ? {} : { extensions: { retryAfterMs } }),
    });
  }
  const sqlState = number === undefined ? undefined : STATES.get(number);
  return new GatewayError(
    'INTERNAL',
    'A statement failed.',
    sqlState === undefined ? options : { ...options, sqlState },
  );
}
