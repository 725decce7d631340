import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresServer } from '../../support/services/postgres-server.js';
import { rowsOf } from './generate-rows.js';
import { ACCESS_TABLE, type SalesTable, TABLES } from './tables.js';

const CHUNK_CHARACTERS = 1 << 20;

/** One file in COPY's text format. The generator's values hold no character that would have to be escaped in it. */
function writeRows(path: string, rows: Iterable<readonly (string | number)[]>): void {
  const file = openSync(path, 'w', 0o644);
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.join('\t')}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    writeSync(file, chunk);
    chunk = '';
  }
  writeSync(file, chunk);
  closeSync(file);
}

function statementsOf(schema: string, table: SalesTable, path: string): string {
  const place = `${schema}.${table.name}`;
  const keys = table.references.map(
    ([column, target]) => `ALTER TABLE ${place} ADD FOREIGN KEY (${column}) REFERENCES ${schema}.${target}`,
  );
  return [
    `CREATE TABLE ${place} (${table.columns.map(({ name, postgresType }) => `${name} ${postgresType} NOT NULL`).join(', ')})`,
    `COPY ${place} FROM '${path}'`,
    `ALTER TABLE ${place} ADD PRIMARY KEY (${table.key.join(', ')})`,
    ...keys,
    ...table.indexes.map((column) => `CREATE INDEX ON ${place} (${column})`),
  ].join(';\n');
}

/**
 * PostGraphile groups by columns of one table, and counts by distinct values only: it gets a view with the columns that
 * e groups by and a 1 to add up.
 */
const GROUPING_VIEW = `CREATE VIEW sales.order_by_region AS
SELECT o.order_date, date_trunc('month', o.order_date)::date AS order_month, r.name AS region_name, o.total_price, 1 AS orders
FROM sales.orders AS o JOIN sales.customer AS c USING (customer_key) JOIN sales.nation AS n USING (nation_key) JOIN sales.region AS r USING (region_key)`;

/** Makes the sales database and the mapping table of its policy. `member` is who sees every nation. */
export async function loadSales(server: PostgresServer, member: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-sales-'));
  chmodSync(folder, 0o755);
  try {
    await server.script('CREATE SCHEMA sales; CREATE SCHEMA governance');
    for (const table of [...TABLES, ACCESS_TABLE]) {
      const path = join(folder, table.name);
      writeRows(path, rowsOf(table.name, member));
      await server.script(statementsOf(table === ACCESS_TABLE ? 'governance' : 'sales', table, path));
    }
    await server.script(GROUPING_VIEW);
    await server.script('VACUUM ANALYZE');
    await server.script('CHECKPOINT');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
