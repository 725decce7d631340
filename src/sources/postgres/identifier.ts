import { GatewayError } from '../../errors.js';
import type { TableReference } from '../../query/relation.js';

/** Bytes of a name; PostgreSQL cuts longer ones, so that two could become one. */
const MAX_BYTES = 63;

/**
 * An identifier in double quotes, where its letters' case counts.
 * @throws GatewayError INTERNAL for a name that no PostgreSQL identifier can have
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new GatewayError('INTERNAL', 'An identifier is empty or holds NUL.');
  if (Buffer.byteLength(name) > MAX_BYTES) {
    throw new GatewayError('NOT_SUPPORTED', `A name of more than ${MAX_BYTES} bytes is not supported on postgres.`);
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * `"schema"."table"` of `catalog.schema.table`: a foreign catalog is one database, the one that the source is connected
 * to. Always with its schema, so that no binding of the statement can shadow a table.
 */
export function tableName(reference: TableReference): string {
  const [, schema, table, ...rest] = reference.name.split('.');
  if (schema === undefined || table === undefined || rest.length > 0) {
    throw new GatewayError('INTERNAL', `"${reference.name}" is not a full table name (catalog.schema.table).`);
  }
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}
