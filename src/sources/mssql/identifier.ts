import { GatewayError } from '../../errors.js';
import type { TableReference } from '../../query/relation.js';

/** The server's limit, in characters. */
const MAX_LENGTH = 128;

/**
 * An identifier in brackets.
 * @throws GatewayError INTERNAL for a name that cannot stand there
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0') || name.length > MAX_LENGTH)
    throw new GatewayError('INTERNAL', 'An identifier is empty, too long, or holds NUL.');
  return `[${name.replaceAll(']', ']]')}]`;
}

/** `schema.table` of the session's database; no binding of the statement can shadow a name of two parts. */
export function tableName(reference: TableReference): string {
  const parts = reference.name.split('.');
  if (parts.length !== 3)
    throw new GatewayError('INTERNAL', `"${reference.name}" is not a full table name (catalog.schema.table).`);
  return parts.slice(1).map(quoteIdentifier).join('.');
}
