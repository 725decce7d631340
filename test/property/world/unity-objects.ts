import {
  type UnityFunctionInfo,
  type UnityPermissions,
  type UnityTableInfo,
  unityFunctionSchema,
  unityPermissionsSchema,
  unityTableSchema,
} from '../../../src/catalog/unity/objects.js';
import type { UnityReader } from '../../../src/catalog/unity/reader.js';
import {
  CATALOG,
  type Column,
  columnOf,
  EVERYONE,
  MAPPING_TABLE,
  type Mask,
  SCHEMA,
  type Table,
  type World,
} from './model.js';
import { OWN, PolicySql } from './policy-sql.js';
import { unityType } from './values.js';

const GOVERNANCE = 'governance';
const filterName = (table: Table) => `${CATALOG}.${GOVERNANCE}.filter_${table.singular}`;
const maskName = (table: Table, { column }: Mask) => `${CATALOG}.${GOVERNANCE}.mask_${table.singular}_${column}`;

function bare(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

function routine(
  fullName: string,
  parameters: readonly { readonly name: string; readonly column: Column }[],
  returns: string,
  definition: string,
): UnityFunctionInfo {
  return unityFunctionSchema.parse({
    name: bare(fullName),
    catalog_name: CATALOG,
    schema_name: GOVERNANCE,
    full_name: fullName,
    input_params: {
      parameters: parameters.map(({ name, column }, position) => ({ name, position, ...unityType(column.type) })),
    },
    full_data_type: returns,
    routine_body: 'SQL',
    routine_definition: definition,
  });
}

function functionsOf(table: Table): readonly UnityFunctionInfo[] {
  const named = (name: string) => ({ name, column: columnOf(table, name) });
  const masks = table.masks.map((mask) => {
    const fullName = maskName(table, mask);
    const own = columnOf(table, mask.column);
    return routine(
      fullName,
      [{ name: OWN, column: own }, ...mask.parameters.map(named)],
      unityType(own.type).type_text,
      new PolicySql(table, bare(fullName), own).mask(mask.body),
    );
  });
  if (table.rowFilter === undefined) return masks;
  const { parameters, body } = table.rowFilter;
  const fullName = filterName(table);
  return [
    routine(fullName, parameters.map(named), 'BOOLEAN', new PolicySql(table, bare(fullName)).condition(body)),
    ...masks,
  ];
}

function constraintsOf(table: Table, world: World) {
  const foreign = table.relations.flatMap(({ cardinality, target, from, to }) => {
    const parent = world.tables.find(({ type }) => type === target);
    if (cardinality !== 'one' || parent === undefined) return [];
    return [{ foreign_key_constraint: { child_columns: [from], parent_table: parent.name, parent_columns: [to] } }];
  });
  return [{ primary_key_constraint: { child_columns: table.key } }, ...foreign];
}

/** A column that every table has and no contract tells of. */
export const UNSAID = 'unsaid';

function tableObject(table: Table, world: World): UnityTableInfo {
  return unityTableSchema.parse({
    name: bare(table.name),
    catalog_name: CATALOG,
    schema_name: SCHEMA,
    full_name: table.name,
    table_type: 'MANAGED',
    columns: [
      ...table.columns.map((column, position) => {
        const mask = table.masks.find((candidate) => candidate.column === column.name);
        return {
          name: column.name,
          ...unityType(column.type),
          position,
          nullable: column.nullable,
          ...(mask === undefined
            ? {}
            : { mask: { function_name: maskName(table, mask), using_column_names: mask.parameters } }),
        };
      }),
      { name: UNSAID, ...unityType({ kind: 'string' }), position: table.columns.length, nullable: true },
    ],
    ...(table.rowFilter === undefined
      ? {}
      : { row_filter: { function_name: filterName(table), input_column_names: table.rowFilter.parameters } }),
    table_constraints: constraintsOf(table, world),
  });
}

export const MAPPING_COLUMNS = [
  { name: 'member', type: { kind: 'string' } },
  { name: 'text', type: { kind: 'string' } },
  { name: 'number', type: { kind: 'bigint' } },
] as const;

const mappingObject = unityTableSchema.parse({
  name: bare(MAPPING_TABLE),
  catalog_name: CATALOG,
  schema_name: GOVERNANCE,
  full_name: MAPPING_TABLE,
  table_type: 'MANAGED',
  columns: MAPPING_COLUMNS.map(({ name, type }, position) => ({ name, ...unityType(type), position, nullable: true })),
});

/** Unity Catalog as these worlds have it: the objects of the REST API, held in memory. */
export function unityReaderOf(world: World): UnityReader {
  const tables = new Map(
    [...world.tables.map((table) => tableObject(table, world)), mappingObject].map((table) => [table.full_name, table]),
  );
  const functions = new Map(world.tables.flatMap(functionsOf).map((info) => [info.full_name, info]));
  const schemas = [SCHEMA, GOVERNANCE].map((name) => ({
    name,
    catalog_name: CATALOG,
    full_name: `${CATALOG}.${name}`,
  }));
  const inherited = [{ principal: EVERYONE, privileges: [{ privilege: 'USE_SCHEMA' }, { privilege: 'USE_CATALOG' }] }];
  const permissions = (grants: readonly string[]): UnityPermissions =>
    unityPermissionsSchema.parse({
      privilege_assignments: [
        ...inherited,
        ...grants.map((principal) => ({ principal, privileges: [{ privilege: 'SELECT' }] })),
      ],
    });
  return {
    listCatalogs: async () => [{ name: CATALOG }],
    listSchemas: async () => schemas,
    listTables: async (catalog, schema) =>
      [...tables.values()].filter((table) => table.full_name.startsWith(`${catalog}.${schema}.`)),
    getTable: async (fullName) => tables.get(fullName),
    getFunction: async (fullName) => functions.get(fullName),
    getEffectivePermissions: async (type, fullName) => {
      if (type !== 'table') return permissions([]);
      if (!tables.has(fullName)) return undefined;
      return permissions(world.tables.find(({ name }) => name === fullName)?.grants ?? []);
    },
    self: async () => undefined,
    listPolicies: async () => [],
    listTags: async () => [],
  };
}
