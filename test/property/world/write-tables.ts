import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Column, type Data, MAPPING_TABLE, type Row, type World } from './model.js';
import { MAPPING_COLUMNS, UNSAID } from './unity-objects.js';
import { duckdbLiteral, duckdbType } from './values.js';

let writer: Promise<DuckDBConnection> | undefined;

/** One engine that writes the files of all worlds. */
async function connection(): Promise<DuckDBConnection> {
  writer ??= DuckDBInstance.create(':memory:', { threads: '1' }).then((instance) => instance.connect());
  return writer;
}

function selectOf(columns: readonly Pick<Column, 'name' | 'type'>[], rows: readonly Row[]): string {
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  if (rows.length === 0)
    return `SELECT ${columns.map(({ name, type }) => `NULL::${duckdbType(type)} AS "${name}"`).join(', ')} WHERE false`;
  const tuples = rows.map(
    (row) => `(${columns.map(({ name, type }) => duckdbLiteral(row[name] ?? null, type)).join(', ')})`,
  );
  return `SELECT * FROM (VALUES ${tuples.join(', ')}) AS t(${names})`;
}

/** So that the column that no contract tells of is another each time. */
let written = 0;

/** Writes each table of a world as a Parquet file in `folder`. @returns the files by Unity Catalog full name. */
export async function writeTables(folder: string, world: World, data: Data): Promise<ReadonlyMap<string, string>> {
  const to = await connection();
  const files = new Map<string, string>();
  const write = async (name: string, columns: readonly Pick<Column, 'name' | 'type'>[], rows: readonly Row[]) => {
    const file = join(folder, `${name}.parquet`);
    await to.run(`COPY (${selectOf(columns, rows)}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
    files.set(name, file);
  };
  written += 1;
  for (const table of world.tables) {
    const rows = (data.rows.get(table.type) ?? []).map((row, index) => ({ ...row, [UNSAID]: `${written}-${index}` }));
    await write(table.name, [...table.columns, { name: UNSAID, type: { kind: 'string' } }], rows);
  }
  await write(
    MAPPING_TABLE,
    MAPPING_COLUMNS,
    data.mapping.map((row) => ({ ...row })),
  );
  return files;
}
