import { GatewayError } from '../../errors.js';
import type { TableReference } from '../../query/relation.js';

/**
 * An identifier in backticks; compared without regard to case even then.
 * @throws GatewayError INTERNAL for a name that cannot stand there; `${` would be replaced before parsing.
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0') || name.includes('${')) {
    throw new GatewayError('INTERNAL', 'An identifier is empty, or holds NUL or a variable.');
  }
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `catalog.schema.table`, always in full, so that no binding of the statement can shadow a table. */
export function tableName(reference: TableReference): string {
  const parts = reference.name.split('.');
  if (parts.length !== 3)
    throw new GatewayError('INTERNAL', `"${reference.name}" is not a full table name (catalog.schema.table).`);
  return parts.map(quoteIdentifier).join('.');
}
