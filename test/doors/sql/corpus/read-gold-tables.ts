import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CorpusTable } from './corpus-table.js';

/** The demo's schema folder: contract, settings and governance. */
export const DEMO_SCHEMA_DIR = resolve(import.meta.dirname, '../../../../schema');

const GOLD = ['airports', 'flights', 'route_days', 'airport_months'];

interface UnityTable {
  readonly full_name: string;
  readonly columns: readonly { readonly name: string; readonly type_text: string }[];
  readonly table_constraints: readonly {
    readonly primary_key_constraint?: { readonly child_columns: readonly string[] };
    readonly foreign_key_constraint?: { readonly child_columns: readonly string[]; readonly parent_table: string };
  }[];
}

async function readTable(fullName: string): Promise<CorpusTable> {
  const file = resolve(DEMO_SCHEMA_DIR, 'unity/tables', `${fullName}.json`);
  const table = JSON.parse(await readFile(file, 'utf8')) as UnityTable;
  const keys = table.table_constraints.flatMap((constraint) => constraint.primary_key_constraint?.child_columns ?? []);
  return {
    name: table.full_name,
    columns: table.columns.map(({ name, type_text }) => ({ name, type: type_text })),
    key: keys,
    references: table.table_constraints.flatMap(({ foreign_key_constraint: foreign }) =>
      foreign === undefined
        ? []
        : [{ columns: foreign.child_columns, table: foreign.parent_table.split('.').at(-1) ?? foreign.parent_table }],
    ),
    readers: [],
  };
}

/** The demo's gold tables and the mapping table of their row filter, with names and types from Unity Catalog's files. */
export function readGoldTables(): Promise<readonly CorpusTable[]> {
  const names = [...GOLD.map((name) => `lakehouse.gold.${name}`), 'lakehouse.governance.airport_access'];
  return Promise.all(names.map(readTable));
}
