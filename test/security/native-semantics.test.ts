import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceDriver } from '../standins/workspace/workspace-driver.js';
import { WorkspaceGateway } from '../standins/workspace/workspace-gateway.js';
import type { Person } from '../standins/workspace/workspace-standins.js';
import { CALLERS } from '../support/demo-gateway.js';
import { type DemoRow, demoRows } from '../support/demo-rows.js';

const AIRPORTS = 'tables/lakehouse.gold.airports.json';
const ACCESS = 'lakehouse.governance.airport_access';
const { ops, west, bay } = CALLERS;

let here: WorkspaceGateway;
let airports: readonly DemoRow[];
let access: readonly DemoRow[];

beforeAll(async () => {
  here = await WorkspaceGateway.open('caller', false);
  airports = await demoRows('lakehouse.gold.airports', 'FROM stored ORDER BY iata');
  access = await demoRows(ACCESS);
});
afterEach(() => here.restore());
afterAll(() => here?.close());

interface Column {
  readonly name: string;
  readonly mask?: object;
}

/** Makes a function. @param parameters `name type` each */
function routine(name: string, parameters: readonly string[], returns: string, body: string, language = 'SQL'): void {
  here.change(`functions/lakehouse.governance.${name}.json`, () => ({
    name,
    catalog_name: 'lakehouse',
    schema_name: 'governance',
    full_name: `lakehouse.governance.${name}`,
    input_params: {
      parameters: parameters.map((each, position) => {
        const [own, type_text, ...rest] = each.split(' ');
        return { name: own, type_text, position, ...(rest.length > 0 ? { parameter_default: rest.join(' ') } : {}) };
      }),
    },
    full_data_type: returns,
    routine_body: language,
    routine_definition: body,
  }));
}

const called = (name: string) => `lakehouse.governance.${name}`;

/** Puts a row filter on airports. */
function filterBy(name: string, ...args: readonly object[]): void {
  here.change(AIRPORTS, (table) => ({ ...table, row_filter: { function_name: called(name), input_arguments: args } }));
}

/** Puts a mask on a column of airports. */
function maskBy(column: string, name: string, ...using: readonly object[]): void {
  here.change(AIRPORTS, (table) => ({
    ...table,
    columns: (table.columns as readonly Column[]).map((each) =>
      each.name === column ? { ...each, mask: { function_name: called(name), using_arguments: using } } : each,
    ),
  }));
}

function tag(on: 'catalog' | 'schema' | 'table' | 'column', name: string, key: string, value = ''): void {
  here.change(`tags/${on}/${name}.json`, ({ tag_assignments: before = [] }) => ({
    tag_assignments: [...(before as readonly object[]), { tag_key: key, tag_value: value }],
  }));
}

function policy(on: 'catalog' | 'schema' | 'table', name: string, body: object): void {
  here.change(`policies/${on}/${name}.json`, ({ policies: before = [] }) => ({
    policies: [
      ...(before as readonly object[]),
      { for_securable_type: 'TABLE', to_principals: ['account users'], ...body },
    ],
  }));
}

/** By tag, a row filter on what is tagged `place`. */
const byPlace = (name: string, more: object = {}) => ({
  name: `by ${name}`,
  policy_type: 'POLICY_TYPE_ROW_FILTER',
  match_columns: [{ alias: 'p', condition: "has_tag('place')" }],
  row_filter: { function_name: called(name), using: [{ alias: 'p' }] },
  ...more,
});

/** By tag, a mask on what is tagged `secret`. */
const bySecret = (name: string, more: object = {}) => ({
  name: `by ${name}`,
  policy_type: 'POLICY_TYPE_COLUMN_MASK',
  match_columns: [{ alias: 's', condition: "has_tag('secret')" }],
  column_mask: { function_name: called(name), on_column: 's', using: [] },
  ...more,
});

const STATE = 'lakehouse.gold.airports.state';
const CITY = 'lakehouse.gold.airports.city';

/** Codes that somebody sees, through the gateway: by SQL, and the same number by GraphQL. */
async function codes(person: Person): Promise<readonly unknown[]> {
  const { rows, error } = await here.sql(person, 'SELECT iata FROM gold.airports ORDER BY iata');
  expect(error).toBeUndefined();
  const { data } = await here.graphql(person, '{ airports(first: 1) { totalCount } }');
  expect(data?.airports.totalCount).toBe(rows.length);
  return rows.map(({ iata }) => iata);
}

async function column(person: Person, expression: string, rest = 'ORDER BY iata'): Promise<readonly unknown[]> {
  const { rows, error } = await here.sql(person, `SELECT ${expression} AS v FROM gold.airports ${rest}`);
  expect(error).toBeUndefined();
  return rows.map(({ v }) => v);
}

/** The statement went to the warehouse, which refused it: no row comes back, by either door. */
async function expectRefused(person: Person, what: RegExp): Promise<void> {
  const from = here.standins.warehouse.failures.length;
  const { rows, error } = await here.sql(person, 'SELECT iata FROM gold.airports');
  expect(rows).toEqual([]);
  expect(error).toBeDefined();
  const { data, errors } = await here.graphql(person, '{ airports(first: 1) { nodes { iata } } }');
  expect(data ?? null).toBeNull();
  expect(errors).toHaveLength(1);
  const failures = here.standins.warehouse.failures.slice(from).map((failure) => String(failure.error));
  expect(failures.length).toBeGreaterThanOrEqual(2);
  for (const failure of failures) expect(failure).toMatch(what);
}

const codesWhere = (keep: (row: DemoRow) => boolean) => airports.filter(keep).map(({ iata }) => iata);

describe('row filters', () => {
  test.each([
    ["CASE WHEN s = 'CA' THEN TRUE WHEN s = 'NY' THEN NULL ELSE FALSE END", (s: unknown) => s === 'CA'],
    ["NOT (CASE WHEN s = 'CA' THEN NULL ELSE s = 'NY' END)", (s: unknown) => s !== 'CA' && s !== 'NY'],
    ['NULL', () => false],
    ['FALSE', () => false],
    ['TRUE', () => true],
    ["nullif(s, 'TX') <> 'CA'", (s: unknown) => s !== 'TX' && s !== 'CA'],
  ] as const)('only TRUE keeps a row: %s', async (body, keep) => {
    routine('f', ['s string'], 'BOOLEAN', body);
    filterBy('f', { column: 'state' });
    const expected = codesWhere(({ state }) => keep(state));
    for (const person of [ops, west, bay]) expect(await codes(person)).toEqual(expected);
  });

  test('one without arguments, one of constants alone, a default for what is not given', async () => {
    routine('f', [], 'BOOLEAN', "is_account_group_member('ops')");
    filterBy('f');
    expect((await codes(ops)).length).toBe(airports.length);
    expect(await codes(west)).toEqual([]);
    routine(
      'f',
      ['s string', 'least double', "country string 'USA'"],
      'BOOLEAN',
      "s = 'yes' AND least > 40 AND country = 'USA'",
    );
    filterBy('f', { constant: 'yes' }, { constant: '41.5' });
    expect((await codes(west)).length).toBe(airports.length);
    filterBy('f', { constant: "it's \\no" }, { constant: '41.5' });
    expect(await codes(west)).toEqual([]);
  });

  test('columns by their older, deprecated list', async () => {
    routine('f', ['s string', 'c string'], 'BOOLEAN', "s = 'CA' AND c LIKE 'S%'");
    here.change(AIRPORTS, (table) => ({
      ...table,
      row_filter: { function_name: called('f'), input_column_names: ['state', 'city'] },
    }));
    expect(await codes(bay)).toEqual(codesWhere(({ state, city }) => state === 'CA' && String(city).startsWith('S')));
  });

  test('a name that is a text in one place and a parameter in another; parameters named as columns', async () => {
    routine('f', ['city string', 'iata string'], 'BOOLEAN', "city = 'WA' OR iata = 'city'");
    filterBy('f', { column: 'state' }, { column: 'city' });
    expect(await codes(bay)).toEqual(codesWhere(({ state }) => state === 'WA'));
  });

  test('hold below what a statement asks: joins, sub-queries, counts', async () => {
    routine('f', ['s string'], 'BOOLEAN', "s = 'CA'");
    filterBy('f', { column: 'state' });
    const californian = new Set(codesWhere(({ state }) => state === 'CA'));
    const flights = await demoRows(
      'lakehouse.gold.flights',
      'SELECT origin_iata AS o, count(*) AS n FROM stored GROUP BY ALL',
    );
    const expected = flights.filter(({ o }) => californian.has(o)).reduce((sum, { n }) => sum + Number(n), 0);
    const joined = 'SELECT count(*) AS n FROM gold.flights f JOIN gold.airports a ON a.iata = f.origin_iata';
    expect((await here.sql(ops, joined)).rows).toEqual([{ n: String(expected) }]);
    const nested = 'SELECT count(*) AS n FROM gold.flights WHERE origin_iata IN (SELECT iata FROM gold.airports)';
    expect((await here.sql(ops, nested)).rows).toEqual([{ n: String(expected) }]);
    const { data } = await here.graphql(
      ops,
      '{ flights(first: 1, filter: { originIata: { eq: "JFK" } }) { nodes { origin { iata } } } }',
    );
    expect(data.flights.nodes).toEqual([{ origin: null }]);
  });
});

describe('masks', () => {
  const STARRED = "CASE WHEN is_member('ops') THEN v ELSE concat(substr(v, 1, 1), '*') END";
  const starred = ({ city }: DemoRow) => `${String(city).slice(0, 1)}*`;

  test('WHERE, ORDER BY, GROUP BY, aggregates and joins see the masked value', async () => {
    routine('m', ['v string'], 'STRING', STARRED);
    maskBy('city', 'm');
    expect(await column(west, 'city')).toEqual(airports.map(starred));
    expect(await column(ops, 'city')).toEqual(airports.map(({ city }) => city));
    expect(await column(west, 'iata', "WHERE city = 'San Francisco'")).toEqual([]);
    expect(await column(ops, 'iata', "WHERE city = 'San Francisco'")).toContain('SFO');
    const withS = airports.filter((row) => starred(row) === 'S*').map(({ iata }) => iata);
    expect(await column(west, 'iata', "WHERE city = 'S*' ORDER BY iata")).toEqual(withS);
    const groups = new Map<string, number>();
    for (const row of airports) groups.set(starred(row), (groups.get(starred(row)) ?? 0) + 1);
    const counted = await here.sql(west, 'SELECT city, count(*) AS n FROM gold.airports GROUP BY city');
    expect(new Map(counted.rows.map(({ city, n }) => [city, Number(n)]))).toEqual(groups);
    expect(await column(west, 'count(DISTINCT city)', '')).toEqual([String(groups.size)]);
    expect(await column(west, 'max(city)', '')).toEqual([[...groups.keys()].sort().at(-1)]);
    const pairs = [...groups.values()].reduce((sum, n) => sum + n * n, 0);
    const self = 'SELECT count(*) AS n FROM gold.airports a JOIN gold.airports b ON a.city = b.city';
    expect((await here.sql(west, self)).rows).toEqual([{ n: String(pairs) }]);
    const { data } = await here.graphql(
      west,
      '{ airports(first: 3000, filter: { city: { eq: "S*" } }, orderBy: [{ iata: ASC }]) { totalCount } }',
    );
    expect(data?.airports.totalCount).toBe(withS.length);
  });

  test('policies read the stored values: of columns that are masked too, in filters and in other masks', async () => {
    routine('hidden', ['v string'], 'STRING', "'hidden'");
    routine('f', ['c string'], 'BOOLEAN', "c LIKE 'S%'");
    routine('m', ['v string', 'c string', 'sign string'], 'STRING', 'concat(v, sign, c)');
    maskBy('city', 'hidden');
    maskBy('name', 'm', { column: 'city' }, { constant: ' / ' });
    filterBy('f', { column: 'city' });
    const kept = airports.filter(({ city }) => String(city).startsWith('S'));
    expect(kept.length).toBeGreaterThan(10);
    expect(await column(ops, 'name')).toEqual(kept.map(({ name, city }) => `${name} / ${city}`));
    expect(new Set(await column(ops, 'city'))).toEqual(new Set(['hidden']));
  });

  test('what a mask gives has the type of its column; NULL is a value like others', async () => {
    routine('m', ['v double'], 'INT', 'CASE WHEN v > 40 THEN NULL ELSE 7 END');
    maskBy('latitude', 'm');
    expect(await column(west, 'latitude')).toEqual(
      airports.map(({ latitude }) => (Number(latitude) > 40 ? null : '7')),
    );
    expect((await column(west, 'iata', 'WHERE latitude IS NULL')).length).toBe(
      airports.filter(({ latitude }) => Number(latitude) > 40).length,
    );
  });
});

describe('whose rights a policy has', () => {
  test('the owner’s on tables: a mapping table and a filtered table need no grant, and are read whole', async () => {
    routine(
      'f',
      ['i string'],
      'BOOLEAN',
      `EXISTS (SELECT 1 FROM ${ACCESS} AS m WHERE m.member = session_user() AND m.iata = f.i)`,
    );
    filterBy('f', { column: 'iata' });
    const own = (person: Person) =>
      codesWhere(({ iata }) => access.some((row) => row.member === person.user && row.iata === iata));
    expect(own(bay).length).toBeGreaterThan(0);
    expect(await codes(bay)).toEqual(own(bay));
    expect(await codes(west)).toEqual(own(west));
    expect((await here.sql(bay, `SELECT * FROM governance.airport_access`)).error).toMatch(/^42P01 /u);
    routine('f', ['i string'], 'BOOLEAN', 'i IN (SELECT origin_iata FROM lakehouse.gold.flights)');
    const origins = new Set(
      (await demoRows('lakehouse.gold.flights', 'SELECT DISTINCT origin_iata AS o FROM stored')).map(({ o }) => o),
    );
    expect(await codes(bay)).toEqual(codesWhere(({ iata }) => origins.has(iata)));
  });

  test('the invoker’s identity, however it is asked for', async () => {
    const calls = [
      `current_user() = '${bay.user}'`,
      `session_user() = '${bay.user}'`,
      `current_user = '${bay.user}'`,
      `user() = "${bay.user}"`,
      "NOT is_account_group_member('ops') AND NOT is_member('west')",
      "i IS NOT NULL AND NOT is_account_group_member(CASE WHEN i = '' THEN 'x' ELSE 'ops' END) AND NOT is_member(lower('WEST'))",
    ];
    for (const body of calls) {
      routine('f', ['i string'], 'BOOLEAN', body);
      filterBy('f', { column: 'iata' });
      expect((await codes(bay)).length, body).toBe(airports.length);
      expect(await codes(west), body).toEqual([]);
      expect(await codes(ops), body).toEqual([]);
    }
  });

  test('a function that a function calls has them too', async () => {
    routine('inner', ['s string', "other string 'CA'"], 'BOOLEAN', "s = other AND is_member('west')");
    routine(
      'f',
      ['state string'],
      'BOOLEAN',
      'lakehouse.governance.inner(upper(state)) OR lakehouse.governance.inner(state, "NV")',
    );
    filterBy('f', { column: 'state' });
    expect(await codes(west)).toEqual(codesWhere(({ state }) => state === 'CA' || state === 'NV'));
    expect(await codes(bay)).toEqual([]);
  });
});

describe('policies by tag', () => {
  test.each([
    ['catalog', 'lakehouse'],
    ['schema', 'lakehouse.gold'],
    ['table', 'lakehouse.gold.airports'],
  ] as const)('a row filter on a %s: for whom it is, but for exceptions', async (on, name) => {
    routine('f', ['s string'], 'BOOLEAN', "s = 'CA'");
    tag('column', STATE, 'place');
    policy(on, name, byPlace('f', { to_principals: ['west', 'ops'], except_principals: [ops.user] }));
    expect(await codes(west)).toEqual(codesWhere(({ state }) => state === 'CA'));
    expect((await codes(ops)).length).toBe(airports.length);
    expect((await codes(bay)).length).toBe(airports.length);
  });

  test('only where a column has the tag', async () => {
    routine('f', ['s string'], 'BOOLEAN', 'FALSE');
    policy('schema', 'lakehouse.gold', byPlace('f'));
    expect((await codes(west)).length).toBe(airports.length);
    tag('table', 'lakehouse.gold.airports', 'place');
    expect((await codes(west)).length).toBe(airports.length);
    tag('column', STATE, 'place');
    expect(await codes(west)).toEqual([]);
  });

  test('a condition on the table’s tags, the nearest value of which holds', async () => {
    routine('f', ['s string'], 'BOOLEAN', "s = 'CA'");
    tag('column', STATE, 'place');
    policy(
      'catalog',
      'lakehouse',
      byPlace('f', { when_condition: "has_tag_value('zone', 'gold') AND NOT has_tag('open')" }),
    );
    expect((await codes(west)).length).toBe(airports.length);
    tag('catalog', 'lakehouse', 'zone', 'gold');
    expect(await codes(west)).toEqual(codesWhere(({ state }) => state === 'CA'));
    tag('schema', 'lakehouse.gold', 'zone', 'silver');
    expect((await codes(west)).length).toBe(airports.length);
    tag('table', 'lakehouse.gold.airports', 'zone', 'gold');
    expect(await codes(west)).toEqual(codesWhere(({ state }) => state === 'CA'));
    tag('schema', 'lakehouse.gold', 'open');
    expect((await codes(west)).length).toBe(airports.length);
  });

  test('a mask on every column with the tag, with other columns and constants as arguments', async () => {
    routine('m', ['v string', 's string', 'mark string'], 'STRING', 'concat(mark, s)');
    tag('column', STATE, 'place');
    tag('column', CITY, 'secret');
    tag('column', 'lakehouse.gold.airports.name', 'secret');
    policy(
      'schema',
      'lakehouse.gold',
      bySecret('m', {
        except_principals: ['ops'],
        match_columns: [
          { alias: 's', condition: "has_tag('secret')" },
          { alias: 'p', condition: "has_tag('place')" },
        ],
        column_mask: { function_name: called('m'), on_column: 's', using: [{ alias: 'p' }, { constant: '#' }] },
      }),
    );
    const masked = airports.map(({ state }) => `#${state}`);
    expect(await column(west, 'city')).toEqual(masked);
    expect(await column(west, 'name')).toEqual(masked);
    expect(await column(ops, 'city')).toEqual(airports.map(({ city }) => city));
  });

  test('two different ones at once are an error for whom both are, the same one twice is not', async () => {
    routine('f', ['s string'], 'BOOLEAN', "s = 'CA'");
    routine('g', ['s string'], 'BOOLEAN', 'TRUE');
    tag('column', STATE, 'place');
    policy('schema', 'lakehouse.gold', byPlace('f'));
    policy('table', 'lakehouse.gold.airports', byPlace('f', { name: 'again' }));
    filterBy('f', { column: 'state' });
    expect(await codes(west)).toEqual(codesWhere(({ state }) => state === 'CA'));
    policy('catalog', 'lakehouse', byPlace('g', { to_principals: ['west'] }));
    await expectRefused(west, /ROW_FILTER_ABAC_MISMATCH/u);
    expect(await codes(bay)).toEqual(codesWhere(({ state }) => state === 'CA'));
    filterBy('g', { column: 'state' });
    await expectRefused(bay, /ROW_FILTER_ABAC_MISMATCH/u);
  });

  test('two different masks of a column are an error, whichever columns are asked for', async () => {
    routine('m', ['v string'], 'STRING', "'m'");
    routine('n', ['v string'], 'STRING', "'n'");
    tag('column', CITY, 'secret');
    policy('schema', 'lakehouse.gold', bySecret('m'));
    expect(new Set(await column(west, 'city'))).toEqual(new Set(['m']));
    policy('table', 'lakehouse.gold.airports', bySecret('n', { to_principals: ['west'] }));
    await expectRefused(west, /COLUMN_MASKS_ABAC_MISMATCH/u);
    expect(new Set(await column(ops, 'city'))).toEqual(new Set(['m']));
    maskBy('city', 'n');
    await expectRefused(ops, /COLUMN_MASKS_ABAC_MISMATCH/u);
  });
});

describe('what cannot be enforced is refused to those whom it is for', () => {
  test('a function that is gone, is in another language, wants more arguments, or never ends', async () => {
    filterBy('f', { column: 'state' });
    await expectRefused(west, /UNRESOLVED_ROUTINE/u);
    routine('f', ['s string'], 'BOOLEAN', 'return True', 'EXTERNAL');
    await expectRefused(west, /UNSUPPORTED_FEATURE/u);
    routine('f', ['s string', 't string'], 'BOOLEAN', 'TRUE');
    await expectRefused(west, /WRONG_NUM_ARGS/u);
    routine('f', ['s string'], 'BOOLEAN', 'lakehouse.governance.f(s)');
    await expectRefused(west, /UNSUPPORTED_FEATURE/u);
    routine('f', ['s string'], 'BOOLEAN', 'TRUE');
    filterBy('f', { column: 'gone' });
    await expectRefused(west, /UNRESOLVED_COLUMN/u);
  });

  test.each([
    ['a condition that nobody understands', { when_condition: "tagged('x')" }],
    [
      'a condition on columns that nobody understands',
      { match_columns: [{ alias: 'p', condition: "has_tag('place') AND" }] },
    ],
    ['an alias that nothing gives', { row_filter: { function_name: called('f'), using: [{ alias: 'q' }] } }],
    ['another kind of policy', { policy_type: 'POLICY_TYPE_DENY', row_filter: undefined }],
  ])('by tag: %s', async (_, more) => {
    routine('f', ['s string'], 'BOOLEAN', 'TRUE');
    tag('column', STATE, 'place');
    policy('schema', 'lakehouse.gold', byPlace('f', { except_principals: ['ops'], ...more }));
    await expectRefused(west, /UNAUTHORIZED_ACCESS/u);
    expect((await codes(ops)).length).toBe(airports.length);
  });

  test('an argument that stands for two columns', async () => {
    routine('f', ['s string'], 'BOOLEAN', 'TRUE');
    tag('column', STATE, 'place');
    tag('column', CITY, 'place');
    policy('schema', 'lakehouse.gold', byPlace('f'));
    await expectRefused(west, /UNAUTHORIZED_ACCESS/u);
  });

  test('time travel, clones and paths, with and without policies', async () => {
    const driver = await WorkspaceDriver.open(here.standins, ops);
    for (const text of [
      'SELECT count(*) FROM lakehouse.gold.flights VERSION AS OF 0',
      "SELECT count(*) FROM lakehouse.gold.flights FOR TIMESTAMP AS OF '2024-01-01'",
      'SELECT count(*) FROM lakehouse.gold.flights@v0',
      'CREATE TABLE lakehouse.gold.copy DEEP CLONE lakehouse.gold.flights',
    ])
      await expect(driver.rows(text), text).rejects.toThrow('[UNSUPPORTED_FEATURE]');
    for (const text of ['SELECT * FROM delta.`/lakehouse/flights`', "SELECT * FROM read_files('/lakehouse/flights')"])
      await expect(driver.rows(text), text).rejects.toThrow(/TABLE_OR_VIEW_NOT_FOUND|INTERNAL_ERROR/u);
    await driver.close();
  });
});

describe('grants', () => {
  interface Assignment {
    readonly principal: string;
    readonly privileges: readonly object[];
  }
  const set = (file: string, principal: string, privilege: string | undefined) =>
    here.change(`permissions/${file}.json`, ({ privilege_assignments: before }) => ({
      privilege_assignments: [
        ...(before as readonly Assignment[]).filter((each) => each.principal !== principal),
        ...(privilege === undefined ? [] : [{ principal, privileges: [{ privilege }] }]),
      ],
    }));

  test.each([
    ['catalog/lakehouse', undefined],
    ['catalog/lakehouse', 'BROWSE'],
    ['schema/lakehouse.gold', undefined],
    ['schema/lakehouse.gold', 'BROWSE'],
    ['table/lakehouse.gold.airports', undefined],
    ['table/lakehouse.gold.airports', 'BROWSE'],
    ['table/lakehouse.gold.airports', 'MODIFY'],
  ])(
    'without the right one on %s (%s), no row comes, also before the gateway has heard of it',
    async (file, privilege) => {
      set(file, 'west', privilege);
      const from = here.standins.warehouse.failures.length;
      const { rows, error } = await here.sql(west, 'SELECT iata FROM gold.airports');
      expect(rows).toEqual([]);
      expect(error).toMatch(/^(?:42501|42P01) /u);
      for (const failure of here.standins.warehouse.failures.slice(from))
        expect(String(failure.error)).toMatch(/^Error: \[INSUFFICIENT_PERMISSIONS\].*SQLSTATE: 42501$/u);
      expect((await codes(ops)).length).toBe(airports.length);
    },
  );

  test('given above, they hold below; who owns a table needs none on it', async () => {
    const driver = await WorkspaceDriver.open(here.standins, bay);
    const count = 'SELECT count(*) > 0 AS any FROM lakehouse.gold.route_days';
    await expect(driver.rows(count)).rejects.toThrow('INSUFFICIENT_PERMISSIONS');
    set('catalog/lakehouse', bay.user, 'ALL_PRIVILEGES');
    expect(await driver.rows(count)).toEqual([{ any: true }]);
    here.restore();
    here.change('tables/lakehouse.gold.route_days.json', (table) => ({ ...table, owner: bay.user }));
    expect(await driver.rows(count)).toEqual([{ any: true }]);
    set('schema/lakehouse.gold', bay.user, undefined);
    await expect(driver.rows(count)).rejects.toThrow("User does not have USE SCHEMA on Schema 'lakehouse.gold'");
    await driver.close();
  });
});
