import { SqlError } from '../../sql-error.js';

/** Postgres's isspace. */
export const SPACES_AROUND = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;

export function trimmed(text: string): string {
  return text.replace(SPACES_AROUND, '');
}

/** `invalid input syntax for type integer: "x"`. */
export function invalidInput(typeTitle: string, text: string): SqlError {
  return new SqlError('22P02', `invalid input syntax for type ${typeTitle}: "${text}"`);
}

/** The same of dates, times and intervals, which have a code of their own. */
export function invalidDateTime(typeTitle: string, text: string): SqlError {
  return new SqlError('22007', `invalid input syntax for type ${typeTitle}: "${text}"`);
}

export function outOfRange(typeTitle: string, text: string): SqlError {
  return new SqlError('22003', `value "${text}" is out of range for type ${typeTitle}`);
}

/** A binary value with bytes missing. */
export function insufficientData(): SqlError {
  return new SqlError('08P01', 'insufficient data left in message');
}
