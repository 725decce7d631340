import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CatalogSize {
  readonly schemas: number;
  readonly tables: number;
  readonly columns: number;
}

export const OWNER = 'lakehouse-owners';
/** Every so many tables have a row filter, and a mask. */
const GOVERNED = 4;
const FILTER = 'lakehouse.rules.own_region';
const MASK = 'lakehouse.rules.last_letters';

const columnTypes = ['bigint', 'string', 'double', 'date', 'timestamp'] as const;
const kinds = { bigint: 'LONG', string: 'STRING', double: 'DOUBLE', date: 'DATE', timestamp: 'TIMESTAMP' } as const;

/** Table `index` of the catalog: tables go round the schemas. */
export function tableName(index: number, { schemas }: CatalogSize): string {
  return `lakehouse.s${index % schemas}.t${index}`;
}

function tableObject(index: number, size: CatalogSize): object {
  const full = tableName(index, size);
  const [catalog, schema, name] = full.split('.');
  const isGoverned = index % GOVERNED === 0;
  return {
    name,
    catalog_name: catalog,
    schema_name: schema,
    full_name: full,
    table_type: 'MANAGED',
    data_source_format: 'DELTA',
    comment: `Table ${index}, one of many.`,
    owner: OWNER,
    columns: Array.from({ length: size.columns }, (_, position) => {
      const type = position === 0 ? 'bigint' : (columnTypes[position % columnTypes.length] ?? 'string');
      const mask = isGoverned && position === 1 ? { mask: { function_name: MASK } } : {};
      return {
        name: `c${position}`,
        type_text: type,
        type_name: kinds[type],
        position,
        nullable: position > 0,
        comment: `Column ${position} of table ${index}.`,
        ...mask,
      };
    }),
    table_constraints: [{ primary_key_constraint: { name: `t${index}_pk`, child_columns: ['c0'], rely: true } }],
    properties: { 'delta.lastUpdateVersion': String(index), 'delta.minReaderVersion': '3' },
    ...(isGoverned ? { row_filter: { function_name: FILTER, input_arguments: [{ column: 'c6' }] } } : {}),
  };
}

function functionObject(full: string, returns: string, body: string): object {
  const [catalog, schema, name] = full.split('.');
  return {
    name,
    catalog_name: catalog,
    schema_name: schema,
    full_name: full,
    input_params: { parameters: [{ name: 'value', type_text: 'string', position: 0 }] },
    full_data_type: returns,
    routine_body: 'SQL',
    routine_definition: body,
  };
}

function folderWriter(root: string): (folder: string, name: string, object: object) => void {
  return (folder, name, object) => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, `${name}.json`), JSON.stringify(object));
  };
}

const grantTo = (principal: string, privileges: readonly string[]) => ({
  privilege_assignments: [{ principal, privileges: privileges.map((privilege) => ({ privilege })) }],
});

/** Writes a catalog as a stand-in of Unity Catalog serves it, in a folder that no gateway reads. */
export function writeCatalog(folder: string, size: CatalogSize): void {
  const write = folderWriter(folder);
  write('catalogs', 'lakehouse', { name: 'lakehouse' });
  write('permissions/catalog', 'lakehouse', grantTo('account users', ['USE_CATALOG']));
  for (const schema of ['rules', ...Array.from({ length: size.schemas }, (_, index) => `s${index}`)]) {
    const full = `lakehouse.${schema}`;
    write('schemas', full, { name: schema, catalog_name: 'lakehouse', full_name: full });
    write('permissions/schema', full, grantTo('account users', ['USE_SCHEMA']));
  }
  write('functions', FILTER, functionObject(FILTER, 'BOOLEAN', "is_account_group_member('ops') OR value = 'CA'"));
  write('functions', MASK, functionObject(MASK, 'STRING', 'right(value, 2)'));
  for (let index = 0; index < size.tables; index += 1) {
    const full = tableName(index, size);
    write('tables', full, tableObject(index, size));
    write('permissions/table', full, grantTo('analysts', ['SELECT']));
  }
}

/** A policy on the whole catalog that masks the columns that carry a tag: the tags of every column are asked for. */
export function writeTagPolicy(folder: string): void {
  const policy = {
    name: 'mask personal data',
    policy_type: 'POLICY_TYPE_COLUMN_MASK',
    for_securable_type: 'TABLE',
    to_principals: ['account users'],
    except_principals: ['ops'],
    match_columns: [{ alias: 'personal', condition: "has_tag('pii')" }],
    column_mask: { function_name: MASK, on_column: 'personal', using: [] },
  };
  folderWriter(folder)('policies/catalog', 'lakehouse', { policies: [policy] });
  folderWriter(folder)('tags/column', 'lakehouse.s1.t1.c1', { tag_assignments: [{ tag_key: 'pii' }] });
}

/** The contract for the first `mapped` tables. */
export function contractOf(mapped: number, size: CatalogSize): string {
  const scalars = { bigint: 'BigInt', string: 'String', double: 'Float', date: 'Date', timestamp: 'DateTime' } as const;
  const types = Array.from({ length: mapped }, (_, index) => {
    const fields = Array.from({ length: size.columns }, (__, position) => {
      const type = position === 0 ? 'bigint' : (columnTypes[position % columnTypes.length] ?? 'string');
      return `  c${position}: ${scalars[type]}${position === 0 ? '!' : ''}`;
    });
    const table = `@table(source: "lakehouse", name: "${tableName(index, size)}")`;
    return `type T${index} ${table} @key(fields: "c0") {\n${fields.join('\n')}\n}\n`;
  });
  return types.join('\n');
}
