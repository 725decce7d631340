import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedReader } from '../../../src/catalog/unity/embedded-reader.js';
import type { UnityPermissions, UnityTableInfo } from '../../../src/catalog/unity/objects.js';
import { policyArguments } from '../../../src/catalog/unity/policy-arguments.js';
import type { UnitySecurableType } from '../../../src/catalog/unity/reader.js';

const reader = createEmbeddedReader(fileURLToPath(new URL('../../../schema/unity', import.meta.url)));
const never = new AbortController().signal;
let tables: readonly UnityTableInfo[];

beforeAll(async () => {
  const found: UnityTableInfo[] = [];
  for (const { name } of await reader.listSchemas('lakehouse', never)) {
    for (const { full_name } of await reader.listTables('lakehouse', name, never)) {
      const table = await reader.getTable(full_name, never);
      if (table !== undefined) found.push(table);
    }
  }
  tables = found;
});

async function permissions(type: UnitySecurableType, name: string): Promise<UnityPermissions> {
  const found = await reader.getEffectivePermissions(type, name, never);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

/** `principal privilege` pairs; those that hold directly, or those that come from above as `type name: …`. */
function pairs({ privilege_assignments }: UnityPermissions): readonly string[] {
  return privilege_assignments.flatMap(({ principal, privileges }) =>
    privileges.map(({ privilege, inherited_from_type: type, inherited_from_name: name }) =>
      type === undefined ? `${principal} ${privilege}` : `${type} ${name}: ${principal} ${privilege}`,
    ),
  );
}

describe('the demo catalog', () => {
  it('comments on everything that becomes a description', async () => {
    expect(tables.map(({ full_name }) => full_name)).toEqual([
      'lakehouse.gold.airport_months',
      'lakehouse.gold.airports',
      'lakehouse.gold.flights',
      'lakehouse.gold.route_days',
      'lakehouse.governance.airport_access',
    ]);
    for (const table of tables) {
      expect(table.comment).toMatch(/\.$/);
      for (const column of table.columns) expect(column.comment).toMatch(/\.$/);
    }
  });

  it('describes each column alike in type_json and beside it', () => {
    for (const column of tables.flatMap(({ columns }) => columns)) {
      const sparkType = { int: 'integer', bigint: 'long' }[column.type_text] ?? column.type_text;
      expect(JSON.parse(column.type_json ?? '')).toEqual({
        name: column.name,
        type: sparkType,
        nullable: column.nullable,
        metadata: { comment: column.comment },
      });
      const kind = { int: 'INT', bigint: 'LONG' }[column.type_text] ?? column.type_text.toUpperCase();
      expect(column.type_name).toBe(kind);
    }
  });

  it('has positions in order, keys that are not null, and foreign keys to primary keys', () => {
    const keys = new Map<string, readonly string[]>();
    for (const { full_name, columns, table_constraints = [] } of tables) {
      expect(columns.map(({ position }) => position)).toEqual(columns.map((_, index) => index));
      const key = table_constraints.flatMap(({ primary_key_constraint: primary }) => primary?.child_columns ?? []);
      keys.set(full_name, key);
      expect(key.length).toBeGreaterThan(0);
      for (const name of key) expect(columns.find((column) => column.name === name)?.nullable).toBe(false);
    }
    expect(Object.fromEntries(keys)).toEqual({
      'lakehouse.gold.flights': ['flight_id'],
      'lakehouse.gold.airports': ['iata'],
      'lakehouse.gold.route_days': ['origin_iata', 'destination_iata', 'date'],
      'lakehouse.gold.airport_months': ['iata', 'month'],
      'lakehouse.governance.airport_access': ['member', 'iata'],
    });
    for (const { foreign_key_constraint: foreign } of tables.flatMap(
      ({ table_constraints = [] }) => table_constraints,
    )) {
      if (foreign !== undefined) expect(keys.get(foreign.parent_table)).toEqual(foreign.parent_columns);
    }
  });

  it('has a SQL function with fitting parameters behind every policy', async () => {
    const uses = tables.flatMap(({ full_name, columns, row_filter: filter }) => [
      ...(filter === undefined
        ? []
        : [
            {
              of: full_name,
              name: filter.function_name,
              arguments: policyArguments({ given: filter.input_arguments, columnNames: filter.input_column_names }),
            },
          ]),
      ...columns.flatMap(({ name, mask }) =>
        mask === undefined
          ? []
          : [
              {
                of: `${full_name}.${name}`,
                name: mask.function_name,
                arguments: [
                  { column: name },
                  ...policyArguments({ given: mask.using_arguments, columnNames: mask.using_column_names }),
                ],
              },
            ],
      ),
    ]);
    expect(uses.map(({ of, name }) => `${of} ${name}`)).toEqual([
      'lakehouse.gold.airports.latitude lakehouse.governance.round_coordinate',
      'lakehouse.gold.airports.longitude lakehouse.governance.round_coordinate',
      'lakehouse.gold.flights lakehouse.governance.flights_by_origin',
      'lakehouse.gold.route_days.p95_delay lakehouse.governance.suppress_small_cells',
    ]);
    for (const use of uses) {
      const routine = await reader.getFunction(use.name, never);
      const table = tables.find(({ full_name }) => use.of.startsWith(full_name));
      const types = use.arguments.map(({ column }) => table?.columns.find(({ name }) => name === column)?.type_text);
      expect(routine?.routine_body).toBe('SQL');
      expect(routine?.routine_definition).toMatch(/^CASE WHEN is_account_group_member\('ops'\)/);
      expect(routine?.input_params?.parameters.map(({ type_text }) => type_text)).toEqual(types);
    }
  });

  it('grants what the demo promises, and the mapping table to nobody', async () => {
    const select = async (table: string): Promise<readonly string[]> =>
      (await permissions('table', table)).privilege_assignments
        .filter(({ privileges }) => privileges.some(({ privilege }) => privilege === 'SELECT'))
        .map(({ principal }) => principal);
    expect(await select('lakehouse.gold.flights')).toEqual(['ops', 'west', 'bay.partner@flights.demo']);
    expect(await select('lakehouse.gold.airports')).toEqual(['ops', 'west', 'bay.partner@flights.demo']);
    expect(await select('lakehouse.gold.route_days')).toEqual(['ops', 'west']);
    expect(await select('lakehouse.gold.airport_months')).toEqual(['ops']);
    expect(await select('lakehouse.governance.airport_access')).toEqual([]);
    const callers = ['ops', 'west', 'bay.partner@flights.demo'];
    expect(pairs(await permissions('catalog', 'lakehouse'))).toEqual(callers.map((caller) => `${caller} USE_CATALOG`));
    expect(pairs(await permissions('function', 'lakehouse.governance.round_coordinate'))).toEqual([]);
  });

  it('inherits exactly what the catalog and the schema grant', async () => {
    const catalog = pairs(await permissions('catalog', 'lakehouse')).map((pair) => `CATALOG lakehouse: ${pair}`);
    const securables: [UnitySecurableType, string][] = [
      ['schema', 'lakehouse.gold'],
      ['schema', 'lakehouse.governance'],
      ...tables.map(({ full_name }): [UnitySecurableType, string] => ['table', full_name]),
    ];
    for (const [type, name] of securables) {
      const schema = name.split('.').slice(0, 2).join('.');
      const direct = pairs(await permissions('schema', schema)).filter((pair) => !pair.startsWith('CATALOG'));
      const expected = type === 'table' ? [...catalog, ...direct.map((pair) => `SCHEMA ${schema}: ${pair}`)] : catalog;
      const inherited = pairs(await permissions(type, name)).filter((pair) => /^(CATALOG|SCHEMA) /.test(pair));
      expect([...inherited].sort()).toEqual([...expected].sort());
    }
  });
});
