import { STRING } from '../../query/types.js';
import type { SqlStatement } from '../../sql/statement.js';
import type { StatementResult } from '../source.js';

type Read = (statement: SqlStatement) => Promise<StatementResult>;

/** `facts` of the tables, by their full names; those that `kinds` leaves out have none. */
async function readFacts(tables: readonly string[], facts: string, kinds: string, read: Read) {
  const local = new Map(tables.map((table) => [table.slice(table.indexOf('.') + 1), table]));
  const names = [...local.keys()];
  const list = names.map((_, index) => `$${index + 1}::text`).join(', ');
  const text =
    `SELECT n.nspname || '.' || c.relname, ${facts} FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace ` +
    `WHERE c.relkind IN (${kinds}) AND n.nspname || '.' || c.relname = ANY (ARRAY[${list}])`;
  const { batches } = await read({ text, parameters: names.map((value) => ({ value, type: STRING })) });
  const found = new Map<string, unknown>();
  for await (const { rowCount, columns } of batches) {
    for (let row = 0; row < rowCount; row += 1) {
      const table = local.get(String(columns[0]?.[row]));
      if (table !== undefined) found.set(table, columns[1]?.[row]);
    }
  }
  return found;
}

/**
 * A version of each table whose rows are the database's own. It is the snapshot that a statement would read by: two
 * statements with equal snapshots see the same rows, so that an entry is never stale, and on a database that others
 * write to all the time little is kept. PostgreSQL tells exactly of no single table that it has not changed: its
 * statistics are late by seconds and are lost in a crash. Views and foreign tables have none: what they read is not known.
 */
export async function tableVersions(tables: readonly string[], read: Read): Promise<ReadonlyMap<string, string>> {
  const version = "pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text";
  const found = await readFacts(tables, version, "'r', 'p', 'm'", read);
  return new Map([...found].map(([table, token]) => [table, String(token)]));
}

/** The rows that ANALYZE last estimated; a table that was never analysed has none. */
export async function tableRows(tables: readonly string[], read: Read): Promise<ReadonlyMap<string, number>> {
  const found = await readFacts(tables, 'c.reltuples::float8', "'r', 'p', 'm'", read);
  return new Map([...found].flatMap(([table, rows]) => (Number(rows) >= 0 ? [[table, Number(rows)] as const] : [])));
}
