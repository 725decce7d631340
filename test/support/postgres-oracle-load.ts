import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CorpusTable } from '../doors/sql/corpus/corpus-table.js';
import { ORACLE_CALLERS } from './postgres-oracle-callers.js';
import type { OracleSession } from './postgres-oracle-session.js';

export interface OracleData {
  readonly tables: readonly CorpusTable[];
  /** Parquet files by Unity Catalog full name. */
  readonly files: ReadonlyMap<string, string>;
}

/** In what order rows are laid down. Answers that differ between the two were never defined by the statement. */
export type RowOrder = 'as-is' | 'reversed';

const POSTGRES_TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'integer',
  bigint: 'bigint',
  double: 'double precision',
  date: 'date',
  timestamp_ntz: 'timestamp',
  'decimal(15,2)': 'numeric(15,2)',
};

const ROWS_PER_INSERT = 5000;

function typeOf(type: string): string {
  const found = POSTGRES_TYPES[type];
  if (found === undefined) throw new Error(`The oracle has no type for ${type}.`);
  return found;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const lakeName = (table: CorpusTable): string => table.name.split('.').slice(1).join('_');

async function readColumns(file: string, table: CorpusTable): Promise<(string | null)[][]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const list = table.columns.map(({ name }) => `${quoted(name)}::varchar`).join(', ');
    const reader = await connection.runAndReadAll(`SELECT ${list} FROM '${file.replaceAll("'", "''")}'`);
    return reader.getColumns() as (string | null)[][];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Creates a table with its primary key and fills it from a Parquet file. `name` is quoted, with its schema. */
export async function loadTable(
  session: OracleSession,
  name: string,
  table: CorpusTable,
  file: string,
  order: RowOrder,
): Promise<void> {
  const columns = table.columns.map((column) => `${quoted(column.name)} ${typeOf(column.type)}`);
  await session.script(
    `CREATE TABLE ${name} (${columns.join(', ')}, PRIMARY KEY (${table.key.map(quoted).join(', ')}))`,
  );
  const data = await readColumns(file, table);
  if (order === 'reversed') for (const column of data) column.reverse();
  const arrays = table.columns.map((column, at) => `$${at + 1}::${typeOf(column.type).replace('(15,2)', '')}[]`);
  for (let start = 0; start < (data[0]?.length ?? 0); start += ROWS_PER_INSERT) {
    const parameters = data.map((column) => arrayText(column.slice(start, start + ROWS_PER_INSERT)));
    await session.query(`INSERT INTO ${name} SELECT * FROM unnest(${arrays.join(', ')})`, parameters);
  }
}

/** An array literal of Postgres. */
function arrayText(values: readonly (string | null)[]): string {
  const items = values.map((value) => (value === null ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`));
  return `{${items.join(',')}}`;
}

async function makeRole(session: OracleSession, name: string, groups: readonly string[]): Promise<void> {
  const { rows } = await session.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  if (rows.length === 0) await session.script(`CREATE ROLE ${quoted(name)} LOGIN`);
  for (const group of groups) await session.script(`GRANT ${quoted(group)} TO ${quoted(name)}`);
  await session.script(`ALTER ROLE ${quoted(name)} IN DATABASE lakehouse SET search_path = gold, tpch`);
}

/** Fills a fresh database: tables, the callers' roles, policies and views. */
export async function loadOracle(session: OracleSession, data: OracleData, order: RowOrder): Promise<void> {
  await session.script('CREATE SCHEMA lake; CREATE SCHEMA gold; CREATE SCHEMA tpch;');
  for (const table of data.tables) {
    const file = data.files.get(table.name);
    if (file === undefined) throw new Error(`There is no file of ${table.name}.`);
    await loadTable(session, `lake.${quoted(lakeName(table))}`, table, file, order);
  }
  for (const group of ['ops', 'west']) await makeRole(session, group, []);
  for (const { user, groups } of Object.values(ORACLE_CALLERS)) await makeRole(session, user, groups);
  await session.script(await readFile(resolve(import.meta.dirname, 'postgres-oracle-policies.sql'), 'utf8'));
  await session.script('ANALYZE');
}
