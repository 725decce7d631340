import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusColumn, CorpusTable } from './corpus-table.js';
import { TPCH_TABLES } from './tpch-tables.js';

const CATALOG = 'lakehouse';

interface MaskOrFilter {
  readonly name: string;
  readonly parameter: string;
  readonly type: string;
  readonly returns: string;
  readonly body: string;
}

/** The policies of the TPC-H tables. The oracle says the same by hand, in postgres-oracle-policies.sql. */
const FUNCTIONS: readonly MaskOrFilter[] = [
  {
    name: 'customers_by_segment',
    parameter: 'segment',
    type: 'string',
    returns: 'BOOLEAN',
    body: "CASE WHEN is_account_group_member('ops') THEN TRUE ELSE segment IN ('BUILDING', 'MACHINERY', 'AUTOMOBILE') END",
  },
  {
    name: 'shorten_phone',
    parameter: 'phone',
    type: 'string',
    returns: 'STRING',
    body: "CASE WHEN is_account_group_member('ops') THEN phone ELSE concat(substring(phone, 1, 2), '-***') END",
  },
  {
    name: 'hide_debt',
    parameter: 'balance',
    type: 'decimal(15,2)',
    returns: 'DECIMAL',
    body: "CASE WHEN is_account_group_member('ops') OR balance >= 0 THEN balance ELSE NULL END",
  },
];

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'STRING',
  int: 'INT',
  bigint: 'LONG',
  date: 'DATE',
  'decimal(15,2)': 'DECIMAL',
};

function typeOf(type: string) {
  const name = TYPE_NAMES[type];
  if (name === undefined) throw new Error(`The corpus has no type name for ${type}.`);
  const decimal = name === 'DECIMAL';
  return { type_text: type, type_name: name, type_precision: decimal ? 15 : 0, type_scale: decimal ? 2 : 0 };
}

function jsonTypeOf(type: string): string {
  return type === 'bigint' ? 'long' : type === 'int' ? 'integer' : type;
}

function columnJson({ name, type, mask }: CorpusColumn, position: number) {
  return {
    name,
    ...typeOf(type),
    type_json: JSON.stringify({ name, type: jsonTypeOf(type), nullable: false, metadata: {} }),
    position,
    nullable: false,
    ...(mask === undefined
      ? {}
      : {
          mask: {
            function_name: mask.function,
            using_column_names: mask.using,
            using_arguments: mask.using.map((column) => ({ column })),
          },
        }),
  };
}

function keyOf(table: string): readonly string[] {
  const found = TPCH_TABLES.find(({ name }) => name === `${CATALOG}.tpch.${table}`);
  if (found === undefined) throw new Error(`There is no table ${table}.`);
  return found.key;
}

function tableJson(table: CorpusTable) {
  const short = table.name.split('.').at(-1) ?? table.name;
  return {
    name: short,
    catalog_name: CATALOG,
    schema_name: 'tpch',
    full_name: table.name,
    table_type: 'MANAGED',
    data_source_format: 'PARQUET',
    columns: table.columns.map(columnJson),
    ...(table.filter === undefined
      ? {}
      : {
          row_filter: {
            function_name: table.filter.function,
            input_column_names: table.filter.columns,
            input_arguments: table.filter.columns.map((column) => ({ column })),
          },
        }),
    table_constraints: [
      { primary_key_constraint: { name: `${short}_pk`, child_columns: table.key, rely: true } },
      ...table.references.map((reference) => ({
        foreign_key_constraint: {
          name: `${short}_${reference.table}_fk`,
          child_columns: reference.columns,
          parent_table: `${CATALOG}.tpch.${reference.table}`,
          parent_columns: keyOf(reference.table),
          rely: true,
        },
      })),
    ],
    properties: {},
    owner: 'lakehouse-owners',
  };
}

function functionJson({ name, parameter, type, returns, body }: MaskOrFilter) {
  const full = returns === 'DECIMAL' ? 'DECIMAL(15,2)' : returns;
  return {
    name,
    catalog_name: CATALOG,
    schema_name: 'governance',
    full_name: `${CATALOG}.governance.${name}`,
    input_params: {
      parameters: [
        {
          name: parameter,
          ...typeOf(type),
          type_json: JSON.stringify({ name: parameter, type: jsonTypeOf(type), nullable: true, metadata: {} }),
          position: 0,
          parameter_mode: 'IN',
          parameter_type: 'PARAM',
        },
      ],
    },
    data_type: returns,
    full_data_type: full,
    routine_body: 'SQL',
    routine_definition: body,
    parameter_style: 'S',
    is_deterministic: true,
    is_null_call: true,
    sql_data_access: 'CONTAINS_SQL',
    security_type: 'DEFINER',
    specific_name: name,
    owner: 'lakehouse-owners',
  };
}

const grants = (principals: readonly string[], privilege: string) => ({
  privilege_assignments: principals.map((principal) => ({ principal, privileges: [{ privilege }] })),
});

/** Writes Unity Catalog's objects of the TPC-H tables into a folder that holds the demo's already. */
export async function writeTpchUnity(folder: string): Promise<void> {
  const write = async (path: string, content: unknown): Promise<void> => {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, JSON.stringify(content, null, 2));
  };
  const schema = `${CATALOG}.tpch`;
  await write(`schemas/${schema}.json`, {
    name: 'tpch',
    catalog_name: CATALOG,
    full_name: schema,
    securable_type: 'SCHEMA',
    catalog_type: 'MANAGED_CATALOG',
    properties: {},
    owner: 'lakehouse-owners',
  });
  await write(`permissions/schema/${schema}.json`, grants(['ops', 'west'], 'USE_SCHEMA'));
  for (const table of TPCH_TABLES) {
    await write(`tables/${table.name}.json`, tableJson(table));
    await write(`permissions/table/${table.name}.json`, grants(table.readers, 'SELECT'));
  }
  for (const one of FUNCTIONS) await write(`functions/${CATALOG}.governance.${one.name}.json`, functionJson(one));
}
