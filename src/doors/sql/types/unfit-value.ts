import { SqlError } from '../sql-error.js';

/** A source's value that is no exact value of the type announced: a fault of the gateway, not of the caller. */
export function unfitValue(typeTitle: string): SqlError {
  return new SqlError('XX000', `a value of the source is no exact value of type ${typeTitle}`);
}
