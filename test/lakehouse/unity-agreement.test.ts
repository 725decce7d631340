import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';
import { ensureLakehouse, type Lakehouse } from '../../src/lakehouse/ensure.js';
import { query, temporaryFolder, writeSample } from './sample.js';

/** How DuckDB reads from Parquet what Unity Catalog names so. */
const DUCKDB_TYPES: Readonly<Record<string, string>> = {
  bigint: 'BIGINT',
  int: 'INTEGER',
  double: 'DOUBLE',
  string: 'VARCHAR',
  date: 'DATE',
  timestamp_ntz: 'TIMESTAMP',
};

const reader = createEmbeddedReader(fileURLToPath(new URL('../../schema/unity', import.meta.url)));
const never = new AbortController().signal;
let root: Awaited<ReturnType<typeof temporaryFolder>>;
let lakehouse: Lakehouse;

beforeAll(async () => {
  root = await temporaryFolder();
  const source = await writeSample(join(root.path, 'source'), 2_000);
  lakehouse = await ensureLakehouse({ dataDir: root.path, source, log: () => {} });
}, 60_000);

afterAll(() => root.remove());

describe('schema/unity and the built files', () => {
  it('name the same tables', async () => {
    const declared = await Promise.all(
      ['gold', 'governance'].map((schema) => reader.listTables('lakehouse', schema, never)),
    );
    expect(
      declared
        .flat()
        .map(({ full_name }) => full_name)
        .sort(),
    ).toEqual([...lakehouse.files.keys()].sort());
  });

  it('agree on columns, order, types and what is never NULL', async () => {
    expect(lakehouse.files.size).toBe(5);
    for (const [name, file] of lakehouse.files) {
      const table = await reader.getTable(name, never);
      const columns = table?.columns ?? [];
      const described = await query(`DESCRIBE SELECT * FROM read_parquet('${file}')`);
      expect(described.map((row) => [row.column_name, row.column_type])).toEqual(
        columns.map((column) => [column.name, DUCKDB_TYPES[column.type_text]]),
      );
      const required = columns.filter(({ nullable }) => !nullable).map((column) => `"${column.name}" IS NULL`);
      expect(await query(`SELECT 1 FROM read_parquet('${file}') WHERE ${required.join(' OR ')}`)).toEqual([]);
    }
  });

  it('agree on primary keys', async () => {
    for (const [name, file] of lakehouse.files) {
      const table = await reader.getTable(name, never);
      const key = table?.table_constraints?.flatMap(
        (constraint) => constraint.primary_key_constraint?.child_columns ?? [],
      );
      const repeated = `SELECT 1 FROM read_parquet('${file}') GROUP BY ${key?.map((column) => `"${column}"`)} HAVING count(*) > 1`;
      expect(await query(repeated)).toEqual([]);
    }
  });

  it('agree on foreign keys', async () => {
    let checked = 0;
    for (const [name, file] of lakehouse.files) {
      const table = await reader.getTable(name, never);
      for (const { foreign_key_constraint: foreign } of table?.table_constraints ?? []) {
        if (foreign === undefined) continue;
        checked += 1;
        const on = foreign.child_columns.map((child, index) => `c."${child}" = p."${foreign.parent_columns[index]}"`);
        const orphans = `SELECT 1 FROM read_parquet('${file}') AS c ANTI JOIN read_parquet('${lakehouse.files.get(foreign.parent_table)}') AS p ON ${on.join(' AND ')}`;
        expect(await query(orphans)).toEqual([]);
      }
    }
    expect(checked).toBe(6);
  });
});
