import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ScalarValue } from '../../../src/query/expression.js';
import type { DataType } from '../../../src/query/types.js';
import { duckdbDialect } from '../../../src/sources/duckdb/dialect.js';

/** A bare engine for what the dialect prints. */
export async function bareConnection(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  // Another zone than UTC, so that a text that depends on the session's zone shows.
  await connection.run("SET TimeZone = 'Asia/Kathmandu'");
  return connection;
}

/** The rows of a query, values as the driver gives them. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}

/** The one value of a query. */
export async function singleValue(connection: DuckDBConnection, sql: string): Promise<unknown> {
  return (await rowsOf(connection, sql))[0]?.[0];
}

/** `literal`s of one type as a column `v` of a relation, so that nothing is folded at plan time. */
export function columnOf(values: readonly ScalarValue[], type: DataType): string {
  const rows = values.map((value, index) => `(${index}, ${duckdbDialect.literal(value, type)})`);
  return `(SELECT i, v FROM (VALUES ${rows.join(', ')}) t(i, v) WHERE random() >= 0)`;
}
