import { type ErrorCode, GatewayError } from '../../errors.js';
import { INTERVAL_NAME } from '../../functions/dialects/mysql/interval.js';
import { raisedFault } from '../../functions/dialects/mysql/raise.js';
import { timedOut } from '../statement-errors.js';

/** What the server said, as an error or as a warning: https://mariadb.com/kb/en/mariadb-error-code-reference/ */
export interface ServerError {
  readonly errno: number;
  /** May quote values of rows that policy hides: for the log only. */
  readonly message: string;
}

const UNAVAILABLE = 'The database cannot be reached.';

interface Kind {
  readonly errnos: readonly number[];
  readonly code: ErrorCode;
  readonly message: string;
}

const SYNTAX_ERROR = 1064;

/** Forms that the server does not have, functions that it does not know, and more than it can nest. */
const SHAPE: Kind = {
  errnos: [1235, 1305, 1390, 1436, 3634, 4014, 4015, 4016, 4017, 4018, 4019],
  code: 'NOT_SUPPORTED',
  message: 'The database cannot run a statement of this shape.',
};

const KINDS: readonly Kind[] = [
  {
    // Too many connections: of all, of the user, of the host; and of the hour.
    errnos: [1040, 1203, 1226, 1129],
    code: 'SOURCE_UNAVAILABLE',
    message: 'The database takes no more connections now.',
  },
  {
    errnos: [1044, 1045, 1130, 1251, 1275, 1524, 1698, 1820, 1862, 3118, 3159, 4151],
    code: 'SOURCE_UNAVAILABLE',
    message: "The database refuses the gateway's login.",
  },
  {
    errnos: [1049, 1054, 1109, 1142, 1143, 1146, 1227, 1356, 1370],
    code: 'SOURCE_UNAVAILABLE',
    message: 'The database does not have what the catalog says, or not for the gateway.',
  },
  {
    // A deadlock, a lock that did not come, a table that changed under the reader, and KILL by somebody else.
    errnos: [1020, 1205, 1213, 1317, 1412, 1615],
    code: 'SOURCE_UNAVAILABLE',
    message: 'The database ended the statement for another one.',
  },
  {
    errnos: [1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1290, 1927, 2006, 2013, 3032, 4031],
    code: 'SOURCE_UNAVAILABLE',
    message: UNAVAILABLE,
  },
  {
    // A packet, a group's text, a sort, a temporary table or the disk that is too small for it.
    errnos: [1021, 1037, 1038, 1041, 1114, 1153, 1260, 1301, 3170],
    code: 'RESULT_TOO_LARGE',
    message: 'The statement needs more room than the database gives it.',
  },
  SHAPE,
];

/** The server's own bounds of a statement's time, MariaDB's and MySQL's. */
const TIMEOUTS: ReadonlySet<number> = new Set([1969, 3024]);

/** SQLSTATEs of data exceptions, which Postgres has more of. */
const STATES: Readonly<Record<number, string>> = {
  1139: '2201B',
  1242: '21000',
  1264: '22003',
  1365: '22012',
  1366: '22P02',
  1411: '22007',
  1441: '22008',
  1690: '22003',
  1916: '22003',
};

function dataState({ errno, message }: ServerError): string | undefined {
  if (errno === 1690) return raisedFault(message) ?? '22003';
  if (errno === 1292) return /\b(date|time|datetime)\b/iu.test(message) ? '22007' : '22P02';
  return STATES[errno];
}

/** A statement that the server refused, gave up, or answered with a value that is not the whole one. */
export function serverError(error: ServerError, timeoutMs: number): GatewayError {
  const { errno, message } = error;
  if (TIMEOUTS.has(errno)) return timedOut(timeoutMs);
  const operatorDetail = `${errno}: ${message}`;
  // A constant interval where the server takes none, as in a window's frame.
  const isInterval = errno === SYNTAX_ERROR && message.includes(INTERVAL_NAME);
  const kind = isInterval ? SHAPE : KINDS.find(({ errnos }) => errnos.includes(errno));
  if (kind !== undefined) return new GatewayError(kind.code, kind.message, { operatorDetail });
  const sqlState = dataState(error);
  return new GatewayError('INTERNAL', 'A statement failed.', {
    operatorDetail,
    ...(sqlState === undefined ? {} : { sqlState }),
  });
}

/** An error of the driver: the server's own, or of the connection to it. */
export function driverError(thrown: unknown, timeoutMs: number): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (isServerError(thrown)) return serverError({ errno: thrown.errno, message: detail }, timeoutMs);
  return new GatewayError('SOURCE_UNAVAILABLE', UNAVAILABLE, { operatorDetail: detail, cause: thrown });
}

/** The driver gives the system's errors of a socket negative numbers. */
export function isServerError(thrown: unknown): thrown is Error & { readonly errno: number } {
  return thrown instanceof Error && 'errno' in thrown && typeof thrown.errno === 'number' && thrown.errno > 0;
}

/** Warnings that tell of no value: deprecations. All others mean that a value was cut, clipped or made NULL. */
const HARMLESS: ReadonlySet<number> = new Set([1287, 1681, 3005, 3719, 3778]);

export function isHarmless({ errno }: ServerError): boolean {
  return HARMLESS.has(errno);
}
