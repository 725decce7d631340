import { STRING } from '../../query/types.js';
import type { SqlStatement } from '../../sql/statement.js';
import type { StatementOptions, StatementResult } from '../source.js';

type Read = (statement: SqlStatement, signal: AbortSignal) => Promise<StatementResult>;

/** Ordinary and partitioned tables, and materialised views. */
const TEXT = `SELECT n.nspname || '.' || c.relname, pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname || '.' || c.relname = ANY (`;

/**
 * A version of each table whose rows are the database's own. It is the snapshot that a statement would read by: two
 * statements with equal snapshots see the same rows, so that an entry is never stale, and on a database that others
 * write to all the time little is kept. PostgreSQL tells exactly of no single table that it has not changed: its
 * statistics are late by seconds and are lost in a crash. Views and foreign tables have none: what they read is not known.
 */
export async function tableVersions(
  tables: readonly string[],
  signal: StatementOptions['signal'],
  read: Read,
): Promise<ReadonlyMap<string, string>> {
  const local = new Map(tables.map((table) => [table.slice(table.indexOf('.') + 1), table]));
  const names = [...local.keys()];
  const list = names.map((_, index) => `$${index + 1}::text`).join(', ');
  const parameters = names.map((value) => ({ value, type: STRING }));
  const { batches } = await read({ text: `${TEXT}ARRAY[${list}])`, parameters }, signal);
  const versions = new Map<string, string>();
  for await (const { rowCount, columns } of batches) {
    for (let row = 0; row < rowCount; row += 1) {
      const table = local.get(String(columns[0]?.[row]));
      if (table !== undefined) versions.set(table, String(columns[1]?.[row]));
    }
  }
  return versions;
}
