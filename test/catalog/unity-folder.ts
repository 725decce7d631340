import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';

export interface ColumnSpec {
  readonly name: string;
  readonly type: string;
  readonly nullable?: boolean;
  readonly mask?: { readonly function_name: string; readonly using_arguments?: readonly object[] };
}

export interface TableSpec {
  readonly columns: readonly ColumnSpec[];
  readonly primaryKey?: readonly string[];
  readonly foreignKeys?: readonly {
    readonly columns: readonly string[];
    readonly parent: string;
    readonly parentColumns: readonly string[];
  }[];
  readonly rowFilter?: object;
  readonly grants?: readonly object[];
  /** `MANAGED` unless told. */
  readonly kind?: string;
  readonly definition?: string;
  readonly owner?: string;
}

export interface FunctionSpec {
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returns: string;
  readonly body?: string;
  readonly language?: string;
}

const TYPE_NAMES: Readonly<Record<string, string>> = { bigint: 'LONG', smallint: 'SHORT', tinyint: 'BYTE' };

function tableObject(name: string, spec: TableSpec): object {
  const keys =
    spec.primaryKey === undefined
      ? []
      : [{ primary_key_constraint: { name: `${name}_pk`, child_columns: spec.primaryKey } }];
  const foreign = (spec.foreignKeys ?? []).map(({ columns, parent, parentColumns }, index) => ({
    foreign_key_constraint: {
      name: `fk${index}`,
      child_columns: columns,
      parent_table: `c.s.${parent}`,
      parent_columns: parentColumns,
    },
  }));
  return {
    name,
    catalog_name: 'c',
    schema_name: 's',
    full_name: `c.s.${name}`,
    table_type: spec.kind ?? 'MANAGED',
    ...(spec.definition === undefined ? {} : { view_definition: spec.definition }),
    ...(spec.owner === undefined ? {} : { owner: spec.owner }),
    columns: spec.columns.map((column, position) => ({
      name: column.name,
      type_text: column.type,
      type_name: TYPE_NAMES[column.type] ?? column.type.replace(/[(<].*/, '').toUpperCase(),
      position,
      nullable: column.nullable ?? false,
      ...(column.mask === undefined ? {} : { mask: column.mask }),
    })),
    table_constraints: [...keys, ...foreign],
    ...(spec.rowFilter === undefined ? {} : { row_filter: spec.rowFilter }),
  };
}

function functionObject(name: string, spec: FunctionSpec): object {
  return {
    name,
    catalog_name: 'c',
    schema_name: 's',
    full_name: `c.s.${name}`,
    input_params: {
      parameters: spec.parameters.map((parameter, position) => ({
        name: parameter.name,
        type_text: parameter.type,
        position,
      })),
    },
    data_type: spec.returns.toUpperCase(),
    full_data_type: spec.returns.toUpperCase(),
    routine_body: spec.language ?? 'SQL',
    ...(spec.body === undefined ? {} : { routine_definition: spec.body }),
  };
}

/** An embedded Unity Catalog with schema `c.s`, written to a new folder. */
export async function unityFolder(spec: {
  readonly tables: Readonly<Record<string, TableSpec>>;
  readonly functions?: Readonly<Record<string, FunctionSpec>>;
  readonly catalogGrants?: readonly object[];
  readonly schemaGrants?: readonly object[];
}) {
  const folder = await mkdtemp(join(tmpdir(), 'medallion-unity-'));
  const write = async (path: string, value: object) => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, `${path}.json`), JSON.stringify(value));
  };
  await write('catalogs/c', { name: 'c' });
  await write('schemas/c.s', { name: 's', catalog_name: 'c', full_name: 'c.s' });
  if (spec.catalogGrants !== undefined)
    await write('permissions/catalog/c', { privilege_assignments: spec.catalogGrants });
  if (spec.schemaGrants !== undefined)
    await write('permissions/schema/c.s', { privilege_assignments: spec.schemaGrants });
  for (const [name, table] of Object.entries(spec.tables)) {
    await write(`tables/c.s.${name}`, tableObject(name, table));
    await write(`permissions/table/c.s.${name}`, { privilege_assignments: table.grants ?? [] });
  }
  for (const [name, definition] of Object.entries(spec.functions ?? {})) {
    await write(`functions/c.s.${name}`, functionObject(name, definition));
  }
  return { folder, reader: createEmbeddedReader(folder) };
}
