import { type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import { quoteIdentifier } from './identifier.js';

/** How a type that the IR does not have is read; undefined for the types it has. */
function adapted(column: string, type: DuckDBType): string | undefined {
  switch (type.typeId) {
    case DuckDBTypeId.STRUCT:
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
    case DuckDBTypeId.MAP:
    case DuckDBTypeId.UNION:
    case DuckDBTypeId.VARIANT:
      return `to_json(${column})::VARCHAR`;
    case DuckDBTypeId.VARCHAR:
      // JSON goes into replies as it stands, so text that is not JSON becomes a JSON string, on every row alike.
      return type.alias === 'JSON'
        ? `CASE WHEN json_valid(${column}) THEN ${column}::VARCHAR ELSE to_json(${column}::VARCHAR)::VARCHAR END`
        : undefined;
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return `${column}::TIMESTAMP`;
    case DuckDBTypeId.UTINYINT:
      return `${column}::SMALLINT`;
    case DuckDBTypeId.USMALLINT:
      return `${column}::INTEGER`;
    case DuckDBTypeId.UINTEGER:
      return `${column}::BIGINT`;
    case DuckDBTypeId.UBIGINT:
      return `${column}::DECIMAL(20,0)`;
    case DuckDBTypeId.ENUM:
    case DuckDBTypeId.INTERVAL:
    case DuckDBTypeId.TIME_TZ:
    case DuckDBTypeId.BIT:
      return `${column}::VARCHAR`;
    default:
      return undefined;
  }
}

/** The SELECT list of a table's view: `*`, with columns of foreign types put into the nearest type of the IR. */
export function viewColumns(columns: readonly { readonly name: string; readonly type: DuckDBType }[]): string {
  const replaced = columns.flatMap(({ name, type }) => {
    const column = quoteIdentifier(name);
    const expression = adapted(column, type);
    return expression === undefined ? [] : [`${expression} AS ${column}`];
  });
  return replaced.length === 0 ? '*' : `* REPLACE (${replaced.join(', ')})`;
}
