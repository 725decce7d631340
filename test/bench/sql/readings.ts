import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export const ROWS = 1_000_000;
export const TABLE = 'bench.readings';
export const READ = `SELECT id, serial, amount, label, taken, value FROM ${TABLE}`;

interface Column {
  readonly name: string;
  readonly graphql: string;
  readonly unity: { readonly type_text: string; readonly type_name: string };
  readonly postgres: string;
  /** Of the number of the row, in DuckDB. */
  readonly sql: string;
}

/** The doubles have up to 17 digits; the others are what such columns mostly hold. */
export const COLUMNS: readonly Column[] = [
  { name: 'id', graphql: 'ID!', unity: { type_text: 'int', type_name: 'INT' }, postgres: 'integer', sql: 'n::INTEGER' },
  {
    name: 'serial',
    graphql: 'BigInt!',
    unity: { type_text: 'bigint', type_name: 'LONG' },
    postgres: 'bigint',
    sql: '(n * 7919000 + 4000000000)::BIGINT',
  },
  {
    name: 'amount',
    graphql: 'Decimal!',
    unity: { type_text: 'decimal(12,2)', type_name: 'DECIMAL' },
    postgres: 'numeric(12,2)',
    sql: '((hash(n) % 100000000)::DECIMAL(18,0) / 100)::DECIMAL(12,2)',
  },
  {
    name: 'label',
    graphql: 'String!',
    unity: { type_text: 'string', type_name: 'STRING' },
    postgres: 'text',
    sql: "'station ' || lpad((n % 4000)::VARCHAR, 4, '0') || ' north'",
  },
  {
    name: 'taken',
    graphql: 'DateTime!',
    unity: { type_text: 'timestamp_ntz', type_name: 'TIMESTAMP_NTZ' },
    postgres: 'timestamp',
    sql: "TIMESTAMP '2019-01-01' + to_seconds(n * 61)",
  },
  {
    name: 'value',
    graphql: 'Float!',
    unity: { type_text: 'double', type_name: 'DOUBLE' },
    postgres: 'double precision',
    sql: '((hash(n + 17) % 1000000)::DOUBLE / 7919)::DOUBLE',
  },
];

export const NAMES = COLUMNS.map(({ name }) => name).join(', ');

function unityColumn({ name, unity }: Column, position: number) {
  const isDecimal = unity.type_name === 'DECIMAL';
  return {
    name,
    ...unity,
    type_json: JSON.stringify({ name, type: unity.type_text, nullable: false, metadata: {} }),
    type_precision: isDecimal ? 12 : 0,
    type_scale: isDecimal ? 2 : 0,
    position,
    nullable: false,
  };
}

const grants = (privilege: string) => ({
  privilege_assignments: [{ principal: 'ops', privileges: [{ privilege }] }],
});

/**
 * Contract, governance and settings of a gateway over the table.
 * @param source the settings of its source, as YAML in one line
 */
export function writeSchema(folder: string, source: string): void {
  const write = (path: string, content: string): void => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  };
  const object = (path: string, content: unknown): void => write(`unity/${path}`, JSON.stringify(content, null, 2));
  const owner = 'lakehouse-owners';
  const fields = COLUMNS.map(({ name, graphql }) => `  ${name}: ${graphql}`).join('\n');
  write(
    'readings.graphql',
    `type Reading @table(source: "lakehouse", name: "lakehouse.${TABLE}") @key(fields: "id") {\n${fields}\n}\n`,
  );
  write(
    'gateway.yaml',
    `sources:\n  lakehouse: ${source}\n` +
      'catalog:\n  kind: embedded\n  path: unity\nidentity:\n  devIssuer:\n    enabled: true\n' +
      'cache:\n  enabled: false\nobserve:\n  logLevel: silent\n',
  );
  object('catalogs/lakehouse.json', { name: 'lakehouse', catalog_type: 'MANAGED_CATALOG', properties: {}, owner });
  object('schemas/lakehouse.bench.json', {
    name: 'bench',
    catalog_name: 'lakehouse',
    full_name: 'lakehouse.bench',
    securable_type: 'SCHEMA',
    catalog_type: 'MANAGED_CATALOG',
    properties: {},
    owner,
  });
  object(`tables/lakehouse.${TABLE}.json`, {
    name: 'readings',
    catalog_name: 'lakehouse',
    schema_name: 'bench',
    full_name: `lakehouse.${TABLE}`,
    table_type: 'MANAGED',
    data_source_format: 'PARQUET',
    columns: COLUMNS.map(unityColumn),
    table_constraints: [{ primary_key_constraint: { name: 'readings_pk', child_columns: ['id'], rely: true } }],
    properties: {},
    owner,
  });
  object('permissions/catalog/lakehouse.json', grants('USE_CATALOG'));
  object('permissions/schema/lakehouse.bench.json', grants('USE_SCHEMA'));
  object(`permissions/table/lakehouse.${TABLE}.json`, grants('SELECT'));
}

/** Writes the rows as Parquet, and as CSV where that is wanted too. */
export async function writeData(parquet: string, csv?: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const values = COLUMNS.map(({ name, sql }) => `${sql} AS ${name}`).join(', ');
  await connection.run(`COPY (SELECT ${values} FROM range(${ROWS}) AS t(n)) TO '${parquet}' (FORMAT parquet)`);
  if (csv !== undefined)
    await connection.run(`COPY (SELECT ${NAMES} FROM '${parquet}') TO '${csv}' (FORMAT csv, HEADER false)`);
  connection.disconnectSync();
  instance.closeSync();
}
