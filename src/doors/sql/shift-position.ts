import { SqlError } from './sql-error.js';

/**
 * The error with its place counted in the whole query string instead of one statement of it.
 * @param offset characters before the statement
 */
export function shiftPosition(error: SqlError, offset: number): SqlError {
  if (error.position === undefined || offset === 0) return error;
  const { sqlState, message, position, detail, hint, severity, cause } = error;
  return new SqlError(sqlState, message, { position: position + offset, detail, hint, severity, cause });
}

/** The error without its place, where that is none of a text that the client can see. */
export function withoutPosition(error: SqlError): SqlError {
  if (error.position === undefined) return error;
  const { sqlState, message, detail, hint, severity, cause } = error;
  return new SqlError(sqlState, message, { detail, hint, severity, cause });
}
