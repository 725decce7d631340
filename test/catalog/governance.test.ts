import { expect, test } from 'vitest';
import { readGovernance } from '../../src/catalog/governance/read-governance.js';
import { NEVER_ABORTED, problemsOf } from './contract-problems.js';
import { type FunctionSpec, type TableSpec, unityFolder } from './unity-folder.js';

const ID = { name: 'id', type: 'bigint' };
const REGION = { name: 'region', type: 'string', nullable: true };

async function governanceOf(spec: Parameters<typeof unityFolder>[0], exposed: readonly string[] = ['c.s.t']) {
  const { reader } = await unityFolder(spec);
  return readGovernance(new Map(exposed.map((name) => [name, 'lakehouse'])), reader, NEVER_ABORTED);
}

/** Why the row filter `f(region)` of table t has no IR. */
async function unmappedFilter(
  definition: FunctionSpec,
  extra: Readonly<Record<string, TableSpec>> = {},
  args?: readonly object[],
) {
  const t: TableSpec = {
    columns: [ID, REGION],
    rowFilter: { function_name: 'c.s.f', input_arguments: args ?? [{ column: 'region' }] },
  };
  const { functions } = await governanceOf({ tables: { t, ...extra }, functions: { f: definition } });
  const policy = functions.get('c.s.f');
  expect(policy?.body === undefined).toBe(policy?.unmapped !== undefined);
  return policy?.unmapped;
}

const filter = (body: string): FunctionSpec => ({
  parameters: [{ name: 'r', type: 'string' }],
  returns: 'boolean',
  body,
});

test.each<[string, FunctionSpec, readonly object[] | undefined, string | undefined]>([
  ['a plain comparison', filter("r = 'US'"), undefined, undefined],
  ['a parameter under the name of its function', filter("f.r = 'US' OR c.s.f.r IS NULL"), undefined, undefined],
  ['NULL as its body', filter('NULL'), undefined, undefined],
  ['a constant argument', filter("r = 'US'"), [{ constant: 'US' }], undefined],
  ['an unknown function', filter('shout(r)'), undefined, 'function "shout" (line 1, column 1 of its body)'],
  ['an unknown name', filter('x = 1'), undefined, 'column "x" (line 1, column 1 of its body)'],
  [
    'a table that is absent',
    filter('EXISTS (SELECT 1 FROM c.s.gone AS g WHERE g.a = r)'),
    undefined,
    'table c.s.gone, which the catalog does not have',
  ],
  [
    'a table not fully named',
    filter('EXISTS (SELECT 1 FROM map AS m WHERE m.region = r)'),
    undefined,
    'table "map", whose name lacks its catalog or schema',
  ],
  ['a body of another type', filter('upper(r)'), undefined, 'a body of type STRING that is declared to return BOOLEAN'],
  [
    'a result that is no boolean',
    { ...filter('upper(r)'), returns: 'string' },
    undefined,
    'a result of type STRING on c.s.t where BOOLEAN is needed',
  ],
  ['Python', { ...filter('return True'), language: 'EXTERNAL' }, undefined, 'function c.s.f, whose body is not SQL'],
  [
    'a body that may not be read',
    { parameters: [], returns: 'boolean' },
    [],
    'function c.s.f, whose body may not be read',
  ],
  [
    'too many arguments',
    filter("r = 'US'"),
    [{ column: 'region' }, { column: 'id' }],
    '2 arguments on c.s.t for 1 parameters',
  ],
  ['too few arguments', filter("r = 'US'"), [], '0 arguments on c.s.t for 1 parameters'],
  [
    'an argument of another type',
    filter("r = 'US'"),
    [{ column: 'id' }],
    'column c.s.t.id of type BIGINT for parameter r of type STRING',
  ],
  [
    'a parameter of an unknown type',
    { ...filter('TRUE'), parameters: [{ name: 'r', type: 'geography' }] },
    undefined,
    'parameter r of type geography',
  ],
  [
    'a narrowing argument',
    { parameters: [{ name: 'n', type: 'int' }], returns: 'boolean', body: 'n > 1' },
    [{ column: 'id' }],
    'column c.s.t.id of type BIGINT for parameter n of type INT',
  ],
  [
    'a widening argument',
    { parameters: [{ name: 'n', type: 'bigint' }], returns: 'boolean', body: 'n > 1' },
    [{ column: 'id' }],
    undefined,
  ],
  [
    'a constant that is no number',
    { parameters: [{ name: 'n', type: 'int' }], returns: 'boolean', body: 'n > 1' },
    [{ constant: 'x' }],
    'a constant for parameter n that is no INT',
  ],
])('a row filter with %s', async (_, definition, args, unmapped) => {
  expect(await unmappedFilter(definition, {}, args)).toBe(unmapped);
});

test('a function that is absent leaves its table without a policy body', async () => {
  const t: TableSpec = { columns: [ID], rowFilter: { function_name: 'c.s.gone', input_arguments: [] } };
  const { functions } = await governanceOf({ tables: { t } });
  expect(functions.get('c.s.gone')).toMatchObject({
    body: undefined,
    unmapped: 'function c.s.gone, which the catalog does not have',
  });
});

test('tables that a policy reads are found by parsing it, and read too', async () => {
  const map: TableSpec = { columns: [{ name: 'who', type: 'string' }, REGION] };
  const t: TableSpec = { columns: [ID, REGION], rowFilter: { function_name: 'c.s.f', input_column_names: ['region'] } };
  const body =
    'EXISTS (SELECT 1 FROM c.s.first AS a WHERE a.region = r) OR EXISTS (SELECT 1 FROM C.S.Second AS b WHERE b.region = r)';
  const { tables, functions } = await governanceOf({
    tables: { t, first: map, second: map, other: map },
    functions: { f: filter(body) },
  });
  expect([...tables.keys()].sort()).toEqual(['c.s.first', 'c.s.second', 'c.s.t']);
  expect(functions.get('c.s.f')?.unmapped).toBeUndefined();
});

test('a mask must return the type of its column', async () => {
  const mask = { function_name: 'c.s.m', using_arguments: [] };
  const t: TableSpec = { columns: [ID, { ...REGION, mask }] };
  const of = (returns: string, body: string): FunctionSpec => ({
    parameters: [{ name: 'v', type: 'string' }],
    returns,
    body,
  });
  const good = await governanceOf({ tables: { t }, functions: { m: of('string', "'*'") } });
  expect(good.functions.get('c.s.m')?.unmapped).toBeUndefined();
  const bad = await governanceOf({ tables: { t }, functions: { m: of('int', '1') } });
  expect(bad.functions.get('c.s.m')?.unmapped).toBe('a result of type INT on c.s.t where STRING is needed');
});

test('a function that fits one table and not another is unmapped for both', async () => {
  const of = (column: string): TableSpec => ({
    columns: [ID, REGION],
    rowFilter: { function_name: 'c.s.f', input_arguments: [{ column }] },
  });
  const spec = { tables: { t: of('region'), u: of('id') }, functions: { f: filter("r = 'US'") } };
  const { functions } = await governanceOf(spec, ['c.s.t', 'c.s.u']);
  expect(functions.get('c.s.f')).toMatchObject({ body: undefined, unmapped: expect.stringContaining('c.s.u.id') });
});

test('ALL_PRIVILEGES counts for what lies below the object it was granted on, never above', async () => {
  const direct = (principal: string, privilege: string) => ({ principal, privileges: [{ privilege }] });
  const { tables } = await governanceOf({
    tables: {
      t: {
        columns: [ID],
        grants: [
          direct('on-table', 'ALL_PRIVILEGES'),
          direct('reader', 'SELECT'),
          {
            principal: 'above',
            privileges: [{ privilege: 'ALL PRIVILEGES', inherited_from_type: 'CATALOG', inherited_from_name: 'c' }],
          },
          {
            principal: 'on-schema',
            privileges: [{ privilege: 'ALL_PRIVILEGES', inherited_from_type: 'SCHEMA', inherited_from_name: 'c.s' }],
          },
          direct('writer', 'MODIFY'),
        ],
      },
    },
    schemaGrants: [direct('reader', 'USE_SCHEMA'), direct('nobody', 'SELECT')],
    catalogGrants: [direct('reader', 'USE_CATALOG')],
  });
  expect(tables.get('c.s.t')?.table.grants).toEqual([
    { principal: 'above', privileges: ['SELECT', 'USE_CATALOG', 'USE_SCHEMA'] },
    { principal: 'on-schema', privileges: ['SELECT', 'USE_SCHEMA'] },
    { principal: 'on-table', privileges: ['SELECT'] },
    { principal: 'reader', privileges: ['SELECT', 'USE_CATALOG', 'USE_SCHEMA'] },
  ]);
});

test('columns that may be NULL, and types that are not served, are told from others', async () => {
  const columns = [ID, REGION, { name: 'shape', type: 'geography' }];
  const { reader } = await unityFolder({ tables: { t: { columns, primaryKey: ['id'] } } });
  const sdl =
    'type T @table(source: "lakehouse", name: "c.s.t") @key(fields: "id") {\n  id: BigInt!\n  region: String!\n  shape: JSON\n  form: JSON @column(name: "shape")\n}\n';
  expect(await problemsOf(sdl, [], reader)).toEqual([
    'case.graphql:3:11 error Field "T.region" is required, but column "region" may be NULL. Remove the "!".',
    'case.graphql:4:3 error Field "T.shape" is a column of type geography, which is not supported. Name its column with @column(name: "…"), or write a resolver "T.shape" in resolvers/.',
    'case.graphql:5:28 error Field "T.form" reads column "shape" of type geography, which is not supported. Remove the field.',
  ]);
});

test('a required relation is accepted where Unity Catalog promises the row', async () => {
  const { reader } = await unityFolder({
    tables: {
      parent: { columns: [ID], primaryKey: ['id'] },
      child: {
        columns: [ID, { name: 'parent_id', type: 'bigint' }],
        primaryKey: ['id'],
        foreignKeys: [{ columns: ['parent_id'], parent: 'parent', parentColumns: ['id'] }],
      },
    },
  });
  const sdl =
    'type Parent @table(source: "lakehouse", name: "c.s.parent") @key(fields: "id") {\n  id: ID!\n}\ntype Child @table(source: "lakehouse", name: "c.s.child") @key(fields: "id") {\n  id: ID!\n  parent: Parent! @join(on: [{ from: "parent_id", to: "id" }])\n}\n';
  expect(await problemsOf(sdl, [], reader)).toEqual([]);
});
