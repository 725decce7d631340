import pg from 'pg';
import type { CorpusTable } from '../../doors/sql/corpus/corpus-table.js';
import { loadTable } from '../../support/postgres-oracle-load.js';
import type { OracleSession } from '../../support/postgres-oracle-session.js';
import { type Database, openDatabase } from './open-database.js';

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function openSession({ host, port, user }: Database['server']): Promise<OracleSession> {
  const client = new pg.Client({ host, port, user, database: 'postgres', password: '' });
  await client.connect();
  return {
    async script(sql) {
      await client.query(sql);
    },
    async query(sql, parameters = []) {
      await client.query(sql, [...parameters]);
      return { fields: [], rows: [] };
    },
    close: () => client.end(),
  };
}

/** A server with the corpus' tables in schemas of their own names, with keys and an index of each reference. */
export async function openCorpusDatabase(
  tables: readonly CorpusTable[],
  files: ReadonlyMap<string, string>,
): Promise<Database> {
  const database = await openDatabase();
  const session = await openSession(database.server);
  const schemas = new Set(tables.map(({ name }) => name.split('.')[1] ?? ''));
  for (const schema of schemas) await session.script(`CREATE SCHEMA ${quoted(schema)}`);
  for (const table of tables) {
    const file = files.get(table.name);
    if (file === undefined) throw new Error(`The table ${table.name} has no file.`);
    const name = table.name.split('.').slice(1).map(quoted).join('.');
    await loadTable(session, name, table, file, 'as-is');
    for (const { columns } of table.references) {
      await session.script(`CREATE INDEX ON ${name} (${columns.map(quoted).join(', ')})`);
    }
  }
  await session.script('ANALYZE');
  await session.close();
  return database;
}
