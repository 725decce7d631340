import { GatewayError } from '../../errors.js';
import type { TableReference } from '../../query/relation.js';

/**
 * An identifier in backticks.
 * @throws GatewayError INTERNAL for a name that cannot stand there
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0') || name.endsWith(' ')) {
    throw new GatewayError('INTERNAL', 'An identifier is empty, holds NUL or ends in a space.');
  }
  return `\`${name.replaceAll('`', '``')}\``;
}

/** Of Unity Catalog's `catalog.schema.table` the schema is the database here; the catalog is the whole server. */
export function tableName(reference: TableReference): string {
  const [, schema, table, ...more] = reference.name.split('.');
  if (schema === undefined || table === undefined || more.length > 0)
    throw new GatewayError('INTERNAL', `"${reference.name}" is not a full table name (catalog.schema.table).`);
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}
