import { SqlError } from '../sql-error.js';

/** The stream of messages cannot be trusted any more: the session ends. */
export function protocolViolation(message: string): SqlError {
  return new SqlError('08P01', message, { severity: 'FATAL' });
}

/** One message is wrong inside, its frame is sound: the session goes on. */
export function malformedMessage(message: string): SqlError {
  return new SqlError('08P01', message);
}
