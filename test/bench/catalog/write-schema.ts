import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCHEMA = 'wide';
/** Each table but the first of a row of so many refers to that first one. */
const FAMILY = 10;
const TYPES = [
  { gateway: 'BigInt', text: 'bigint', name: 'LONG' },
  { gateway: 'String', text: 'string', name: 'STRING' },
  { gateway: 'Float', text: 'double', name: 'DOUBLE' },
  { gateway: 'Date', text: 'date', name: 'DATE' },
  { gateway: 'Int', text: 'int', name: 'INT' },
] as const;

function typeOf(column: number): (typeof TYPES)[number] {
  return TYPES[column < 2 ? 0 : column % TYPES.length] ?? TYPES[0];
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value));
}

function describeTable(table: number, columnCount: number) {
  const parent = table - (table % FAMILY);
  const primary = { primary_key_constraint: { name: `t${table}_pk`, child_columns: ['c0'], rely: true } };
  const foreign = {
    foreign_key_constraint: {
      name: `t${table}_fk`,
      child_columns: ['c1'],
      parent_table: `lakehouse.${SCHEMA}.t${parent}`,
      parent_columns: ['c0'],
      rely: true,
    },
  };
  return {
    name: `t${table}`,
    catalog_name: 'lakehouse',
    schema_name: SCHEMA,
    full_name: `lakehouse.${SCHEMA}.t${table}`,
    table_type: 'MANAGED',
    data_source_format: 'PARQUET',
    comment: `Table ${table}.`,
    columns: Array.from({ length: columnCount }, (_, position) => {
      const { text, name } = typeOf(position);
      const nullable = position > 0;
      const type = { name: `c${position}`, type: text === 'bigint' ? 'long' : text, nullable, metadata: {} };
      return {
        name: `c${position}`,
        type_text: text,
        type_name: name,
        type_json: JSON.stringify(type),
        position,
        nullable,
        comment: `Column ${position} of table ${table}.`,
      };
    }),
    table_constraints: parent === table ? [primary] : [primary, foreign],
    owner: 'lakehouse-owners',
  };
}

function typeDefinition(table: number, columnCount: number): string {
  const fields = Array.from({ length: columnCount }, (_, position) => {
    return `  c${position}: ${typeOf(position).gateway}${position === 0 ? '!' : ''}`;
  });
  const directives = `@table(source: "lakehouse", name: "lakehouse.${SCHEMA}.t${table}") @key(fields: "c0")`;
  return `type T${table} ${directives} {\n${fields.join('\n')}\n}\n`;
}

/** Without what would be measured too, such as reading all files anew every 15 s; and with time for a busy machine. */
function steadySettings(path: string): void {
  const settings = readFileSync(path, 'utf8');
  const changed = settings
    .replace(/^( {2}refreshSeconds:) \d+/mu, '$1 600')
    .replace(/^( {2}maxStalenessSeconds:) \d+/mu, '$1 1800')
    .replace(/^( {2}statementTimeoutMs:) \d+/mu, '$1 300000');
  if (changed === settings) throw new Error('gateway.yaml names no refreshSeconds.');
  writeFileSync(path, changed);
}

/**
 * Writes the demo's schema folder with `tableCount` tables more, which the group `ops` may read, with keys and comments.
 */
export function writeWideSchema(demo: string, folder: string, tableCount: number, columnCount: number): void {
  cpSync(demo, folder, { recursive: true });
  steadySettings(join(folder, 'gateway.yaml'));
  const unity = join(folder, 'unity');
  const schema: unknown = JSON.parse(readFileSync(join(unity, 'schemas', 'lakehouse.gold.json'), 'utf8'));
  const named = { ...(schema as object), name: SCHEMA, full_name: `lakehouse.${SCHEMA}` };
  writeJson(join(unity, 'schemas', `lakehouse.${SCHEMA}.json`), named);
  const granted = ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'].map((privilege) => ({ privilege }));
  const grants = { privilege_assignments: [{ principal: 'ops', privileges: granted }] };
  writeJson(join(unity, 'permissions', 'schema', `lakehouse.${SCHEMA}.json`), grants);
  for (let table = 0; table < tableCount; table += 1) {
    writeJson(join(unity, 'tables', `lakehouse.${SCHEMA}.t${table}.json`), describeTable(table, columnCount));
    writeJson(join(unity, 'permissions', 'table', `lakehouse.${SCHEMA}.t${table}.json`), grants);
    writeFileSync(join(folder, `t${table}.graphql`), typeDefinition(table, columnCount));
  }
}
