import type { SqlStatement } from '../../sql/statement.js';
import type { StatementResult } from '../source.js';
import { tableName } from './identifier.js';
import { quoteText } from './quote-text.js';

type Run = (statement: SqlStatement) => Promise<StatementResult>;

/** A SELECT of one table whose id the server gives by this text, `place` first; no row where nothing is known. */
type Question = (objectId: string, place: number) => string;

/** The database's counter of committed changes, and the oldest change of the table that is kept. */
const versionOf: Question = (objectId, place) =>
  `SELECT ${place} AS place, CHANGE_TRACKING_CURRENT_VERSION() AS version, ` +
  `CHANGE_TRACKING_MIN_VALID_VERSION(${objectId}) AS oldest ` +
  `WHERE CHANGE_TRACKING_MIN_VALID_VERSION(${objectId}) IS NOT NULL`;

/** Of the heap or the clustered index, which have every row once. A view has none, unless it is indexed. */
const rowsOf: Question = (objectId, place) =>
  `SELECT ${place} AS place, SUM(p.rows) AS counted FROM sys.partitions AS p ` +
  `WHERE p.object_id = ${objectId} AND p.index_id IN (0, 1) HAVING COUNT_BIG(*) > 0`;

/** What the database tells of each table, by the table's full name; those that it knows nothing of are left out. */
async function readFacts(
  tables: readonly string[],
  question: Question,
  run: Run,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  if (tables.length === 0) return new Map();
  const text = tables
    .map((table, place) => question(`OBJECT_ID(${quoteText(tableName({ source: '', name: table }))})`, place))
    .join(' UNION ALL ');
  const found = new Map<string, readonly unknown[]>();
  const { batches } = await run({ text, parameters: [] });
  for await (const { rowCount, columns } of batches) {
    const [places = [], ...facts] = columns;
    for (let row = 0; row < rowCount; row += 1) {
      const table = tables[Number(places[row])];
      const values = facts.map((column) => column[row]);
      if (table !== undefined) found.set(table, values);
    }
  }
  return found;
}

/**
 * A version of each table that has change tracking: the counter moves with every change of a tracked table, the oldest
 * change when the table is emptied or tracked anew. SQL Server keeps none of others: they are left out, and their
 * results are not kept.
 */
export async function tableVersions(tables: readonly string[], run: Run): Promise<ReadonlyMap<string, string>> {
  const found = await readFacts(tables, versionOf, run);
  return new Map([...found].map(([table, [version, oldest]]) => [table, `${String(version)}@${String(oldest)}`]));
}

/** The rows that the server has counted. Views have none. */
export async function tableRows(tables: readonly string[], run: Run): Promise<ReadonlyMap<string, number>> {
  const found = await readFacts(tables, rowsOf, run);
  return new Map([...found].map(([table, [rows]]) => [table, Number(rows)]));
}
