import { type ErrorCode, GatewayError } from '../../errors.js';
import { sqlStateOf } from './data-errors.js';

/** DuckDB puts the kind of an error before the first colon of its message. First match wins. */
const KINDS: readonly (readonly [pattern: RegExp, code: ErrorCode, message: string])[] = [
  [/^INTERRUPT Error/i, 'CANCELLED', 'The statement was cancelled.'],
  [/^Out of Memory Error/i, 'RESULT_TOO_LARGE', 'The statement needs more memory than the source may use.'],
  // The bound of the temporary directory, or a full disk.
  [
    /max_temp_directory_size|failed to offload|No space left on device/i,
    'RESULT_TOO_LARGE',
    'The statement needs more temporary space than the source may use.',
  ],
  [/^(IO|Permission|Connection) Error|^HTTP Error/i, 'SOURCE_UNAVAILABLE', 'The files of the source cannot be read.'],
  // A file that was replaced by one that is cut short or no Parquet file.
  [
    /^Invalid Input Error: .*(Parquet file|magic bytes|[Pp]arquet footer)/i,
    'SOURCE_UNAVAILABLE',
    'The files of the source cannot be read.',
  ],
  // Found by the check that follows a streamed result; the driver does not tell what went wrong in it.
  [/^TransactionContext Error/i, 'INTERNAL', 'A statement failed while its result was read.'],
  // Shapes that the engine's planner cannot take, such as some correlated sub-queries in a join's condition.
  [/^Not implemented Error/i, 'NOT_SUPPORTED', 'The engine of the source cannot run a statement of this shape.'],
  [/^FATAL Error|database has been invalidated/i, 'SOURCE_UNAVAILABLE', 'The engine of the source has failed.'],
];

/** The driver's message never leaves `operatorDetail`: it can quote values of rows that policy hides. */
export function duckdbError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const kind = KINDS.find(([pattern]) => pattern.test(detail));
  const [, code, message] = kind ?? [undefined, 'INTERNAL' as const, 'A statement failed.'];
  const sqlState = kind === undefined ? sqlStateOf(detail) : undefined;
  const options = { operatorDetail: detail, cause: thrown };
  return new GatewayError(code, message, sqlState === undefined ? options : { ...options, sqlState });
}
