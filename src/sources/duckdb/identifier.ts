import { GatewayError } from '../../errors.js';
import type { TableReference } from '../../query/relation.js';

/**
 * An identifier in double quotes. DuckDB compares identifiers without regard to case even then, as Databricks does.
 * @throws GatewayError INTERNAL for a name that no DuckDB identifier can have.
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new GatewayError('INTERNAL', 'An identifier is empty or holds NUL.');
  return `"${name.replaceAll('"', '""')}"`;
}

/** Parts of a full name. Unity Catalog allows no dot within a name, so the dots are the borders. */
export function nameParts(fullName: string): readonly [catalog: string, schema: string, table: string] {
  const [catalog, schema, table, ...rest] = fullName.split('.');
  if (catalog === undefined || schema === undefined || table === undefined || rest.length > 0) {
    throw new GatewayError('INTERNAL', `"${fullName}" is not a full table name (catalog.schema.table).`);
  }
  return [catalog, schema, table];
}

/** `"catalog"."schema"."table"`: always in full, so that no binding of the statement can shadow a table. */
export function tableName(reference: TableReference): string {
  return nameParts(reference.name).map(quoteIdentifier).join('.');
}
