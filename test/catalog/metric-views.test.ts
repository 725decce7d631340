import { expect, test } from 'vitest';
import { readGovernance } from '../../src/catalog/governance/read-governance.js';
import type { TableFacts } from '../../src/catalog/governance/table-facts.js';
import { printExpression, printRelation } from '../../src/query/print.js';
import { NEVER_ABORTED, problemsOf } from './contract-problems.js';
import { type FunctionSpec, type TableSpec, unityFolder } from './unity-folder.js';

const PRIVILEGES = ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'].map((privilege) => ({ privilege }));
const grant = (principal: string) => ({ principal, privileges: PRIVILEGES });

const SALES: TableSpec = {
  columns: [
    { name: 'id', type: 'bigint' },
    { name: 'day', type: 'date' },
    { name: 'amount', type: 'decimal(10,2)' },
    { name: 'Customer', type: 'string', nullable: true },
    { name: 'store', type: 'int' },
    { name: 'tags', type: 'array<string>' },
  ],
  primaryKey: ['id'],
  owner: 'finance',
};
const CUSTOMERS: TableSpec = {
  columns: [
    { name: 'customer', type: 'string' },
    { name: 'country', type: 'string' },
    { name: 'since', type: 'date' },
  ],
  primaryKey: ['customer'],
  owner: 'finance',
};
const COUNTRIES: TableSpec = {
  columns: [
    { name: 'code', type: 'string' },
    { name: 'continent', type: 'string' },
  ],
  primaryKey: ['code'],
};
const STORES: TableSpec = {
  columns: [
    { name: 'store', type: 'int' },
    { name: 'day', type: 'date' },
    { name: 'city', type: 'string' },
  ],
  primaryKey: ['store', 'day'],
};
const LOG: TableSpec = { columns: [{ name: 'customer', type: 'string' }] };
const TABLES = { sales: SALES, customers: CUSTOMERS, countries: COUNTRIES, stores: STORES, log: LOG };

interface Case {
  readonly more?: Partial<TableSpec>;
  readonly tables?: Readonly<Record<string, TableSpec>>;
  readonly functions?: Readonly<Record<string, FunctionSpec>>;
}

async function viewOf(definition: string | undefined, { more = {}, tables = {}, functions = {} }: Case = {}) {
  const view: TableSpec = {
    columns: [{ name: 'whatever', type: 'string' }],
    kind: 'METRIC_VIEW',
    ...(definition === undefined ? {} : { definition }),
    ...more,
  };
  const { reader } = await unityFolder({ tables: { ...TABLES, ...tables, v: view }, functions });
  const governance = await readGovernance(new Map([['c.s.v', 'lakehouse']]), reader, NEVER_ABORTED);
  const facts = governance.tables.get('c.s.v');
  if (facts === undefined) throw new Error('The view is gone.');
  return { facts, governance, reader };
}

/** What became of the view's fields: their expressions, or what is wrong with them. */
function fieldsOf({ table: { columns, metricView }, faults }: TableFacts) {
  const inputs = new Map(metricView?.inputs.map((input) => [input.name, printExpression(input.expression)]));
  return {
    dimensions: columns.map(({ name }) => `${name}: ${inputs.get(name)}`),
    measures: metricView?.measures.map(({ name, expression }) => `${name}: ${printExpression(expression)}`),
    faults: [...faults].map(([name, fault]) => `${name} ${fault}`),
  };
}

const joinsOf = ({ table: { metricView } }: TableFacts) =>
  metricView?.joins.map(({ scan, on }) => `${printRelation(scan)} ON ${printExpression(on)}`);

const MEASURE = 'measures: [{ name: total, expr: SUM(amount) }]';

test('a definition of version 0.1: source, filter, dimensions and measures', async () => {
  const { facts, governance } = await viewOf(`
version: 0.1
source: c.s.sales
filter: amount > 0
dimensions:
  - name: Day
    expr: day
  - name: month of sale
    expr: date_trunc('MONTH', Day)
  - name: buyer
    expr: upper(customer)
measures:
  - name: total
    expr: SUM(amount)
  - name: buyers
    expr: count(distinct buyer)
  - name: per sale
    expr: CAST(measure(total) AS DOUBLE) / count(*)
`);
  expect(facts.fault).toBeUndefined();
  expect(fieldsOf(facts)).toMatchInlineSnapshot(`
    {
      "dimensions": [
        "Day: @source.day",
        "month of sale: date_trunc("month", cast(@source.day as TIMESTAMP))",
        "buyer: upper(@source.Customer)",
      ],
      "faults": [],
      "measures": [
        "total: sum(@row.source.amount)",
        "buyers: count(distinct @row.buyer)",
        "per sale: divide(cast(sum(@row.source.amount) as DOUBLE), count())",
      ],
    }
  `);
  expect(facts.table.columns.every(({ nullable }) => nullable)).toBe(true);
  expect([facts.table.metricView?.filter].map((filter) => filter && printExpression(filter))).toEqual([
    'gt(@source.amount, 0)',
  ]);
  expect([...governance.tables.keys()].sort()).toEqual(['c.s.sales', 'c.s.v']);
});

test('a definition of version 1.1: comments, display names, synonyms, formats, materialization', async () => {
  const { facts } = await viewOf(`
version: "1.1"
comment: What was sold.
source: "\`c\`.s.\`sales\`"
fields:
  - name: store
    expr: store
    comment: The store's number.
    synonyms: [shop, 'outlet']
  - name: day
    expr: source.day
    display_name: Day of sale
    format: { type: date }
measures:
  - name: total
    expr: SUM(amount) FILTER (WHERE store = 1)
    comment: Everything sold in the first store.
    format: { type: currency }
materialization: { schedule: every 6 hours }
`);
  expect(facts.fault).toBeUndefined();
  expect(facts.table.comment).toBe('What was sold.');
  expect(facts.table.columns).toEqual([
    { name: 'store', type: { kind: 'integer', bits: 32 }, nullable: true, comment: "The store's number." },
    { name: 'day', type: { kind: 'date' }, nullable: true, comment: 'Day of sale' },
  ]);
  expect(facts.table.metricView?.measures.map(({ name, comment }) => [name, comment])).toEqual([
    ['total', 'Everything sold in the first store.'],
  ]);
});

test('joins: by on, by using, nested, and conditions beyond the key', async () => {
  const { facts, governance } = await viewOf(`
source: c.s.sales
joins:
  - name: buyer
    source: c.s.customers
    using: [customer]
    joins:
      - name: land
        source: c.s.countries
        on: buyer.country = land.code AND land.continent <> 'Atlantis'
  - name: shop
    source: c.s.stores
    on: source.store = shop.store AND shop.day = source.day
    cardinality: many_to_one
dimensions:
  - { name: country, expr: buyer.country }
  - { name: continent, expr: buyer.land.continent }
measures:
  - { name: cities, expr: COUNT(DISTINCT shop.city) }
`);
  expect(facts.fault).toBeUndefined();
  expect(joinsOf(facts)).toMatchInlineSnapshot(`
    [
      "Scan c.s.customers as @buyer (customer, country, since) ON eq(@source.Customer, @buyer.customer)",
      "Scan c.s.countries as @buyer.land (code, continent) ON and(eq(@buyer.country, @buyer.land.code), neq(@buyer.land.continent, "Atlantis"))",
      "Scan c.s.stores as @shop (store, day, city) ON and(eq(@source.store, @shop.store), eq(@shop.day, @source.day))",
    ]
  `);
  expect(fieldsOf(facts)).toMatchInlineSnapshot(`
    {
      "dimensions": [
        "country: @buyer.country",
        "continent: @buyer.land.continent",
      ],
      "faults": [],
      "measures": [
        "cities: count(distinct @row.shop.city)",
      ],
    }
  `);
  expect([...governance.tables.keys()].sort()).toEqual(
    ['countries', 'customers', 'sales', 'stores', 'v'].map((name) => `c.s.${name}`),
  );
});

test.each<[string, string | undefined, string]>([
  ['no definition', undefined, 'a metric view whose definition may not be read'],
  ['no YAML', 'source: [', 'a metric view with a definition that is no YAML'],
  ['an alias of YAML', `a: &a x\nsource: *a`, 'a metric view with a definition with YAML aliases'],
  ['a list', '- source', 'a metric view with a definition that is no mapping of names to values'],
  [
    'a later version',
    'version: 2.0\nsource: c.s.sales',
    'a metric view with a definition of version 2; 0.1 and 1.1 are supported',
  ],
  ['no source', 'version: 1.1', 'a metric view with a definition that has no usable "source"'],
  [
    'an unknown key',
    'source: c.s.sales\nshape: round',
    'a metric view with a definition that has "shape", which the gateway does not know',
  ],
  [
    'dimensions and fields',
    'source: c.s.sales\nfields: []\ndimensions: []',
    'a metric view with a definition with both "dimensions" and "fields"',
  ],
  [
    'a field without a name',
    'source: c.s.sales\nmeasures: [{ expr: count(*) }]',
    'a metric view with a definition that has an entry without a name',
  ],
  [
    'one name for two fields',
    'source: c.s.sales\ndimensions: [{ name: a, expr: id }]\nmeasures: [{ name: A, expr: count(*) }]',
    'a metric view with a definition that has the name "A" twice',
  ],
  [
    'one name for two joins',
    'source: c.s.sales\njoins: [{ name: a, source: c.s.log, using: [customer] }, { name: a, source: c.s.log, using: [customer] }]',
    'a metric view with a definition whose "joins" has the name "a" twice',
  ],
  [
    'a query as its source',
    'source: SELECT * FROM c.s.sales',
    'a metric view whose source is not the full name of a table; SQL queries as sources are not supported',
  ],
  [
    'a short name as its source',
    'source: sales',
    'a metric view whose source is not the full name of a table; SQL queries as sources are not supported',
  ],
  [
    'a source that is gone',
    'source: c.s.gone',
    'a metric view whose source is table c.s.gone, which the catalog does not have',
  ],
  [
    'itself as its source',
    'source: c.s.v',
    'a metric view whose source is c.s.v, a metric view itself, which is not supported',
  ],
  [
    'a filter that does not parse',
    'source: c.s.sales\nfilter: amount >',
    'a metric view whose filter cannot be evaluated: its SQL is not accepted',
  ],
  [
    'a filter that is no condition',
    'source: c.s.sales\nfilter: amount',
    'a metric view whose filter cannot be evaluated: it is no condition',
  ],
  [
    'a filter on who asks',
    "source: c.s.sales\nfilter: is_account_group_member('x')",
    'a metric view whose filter cannot be evaluated: it asks who the caller is with is_account_group_member()',
  ],
  [
    'a filter with a sub-query',
    'source: c.s.sales\nfilter: EXISTS (SELECT 1 FROM c.s.log)',
    'a metric view whose filter cannot be evaluated: it reads a table of its own, which is not supported',
  ],
])('the view is refused: %s', async (_name, definition, fault) => {
  const { facts, reader } = await viewOf(definition);
  expect(facts.fault?.slice(0, fault.length)).toBe(fault);
  expect(facts.table.columns).toEqual([]);
  expect(facts.table.metricView).toBeUndefined();
  const sdl =
    'type V @table(source: "lakehouse", name: "c.s.v") @measure(name: "m", type: "Int", sql: "measure(m)") { a: Int }';
  expect(await problemsOf(sdl, [], reader)).toContain(
    `case.graphql:1:42 error Table "c.s.v" is ${facts.fault}. Remove the type.`,
  );
});

test.each<[string, string, string]>([
  [
    'a window measure',
    '{ name: x, expr: SUM(amount), window: [{ order: day, range: current, semiadditive: last }] }',
    'it is a window measure, which is not supported',
  ],
  ['an unknown key', '{ name: x, expr: SUM(amount), shape: round }', 'it has "shape", which the gateway does not know'],
  ['no expression', '{ name: x }', 'it has no usable "expr"'],
  ['an expression that is a number', '{ name: x, expr: 1 }', 'it has no usable "expr"'],
  ['no aggregate', '{ name: x, expr: amount }', 'it reads column "source.amount" outside an aggregate'],
  ['a constant', "{ name: x, expr: '1' }", 'it has no aggregate'],
  ['an aggregate of an aggregate', '{ name: x, expr: SUM(COUNT(*)) }', 'its SQL is not accepted'],
  [
    'an unknown column',
    '{ name: x, expr: SUM(price) }',
    'its SQL is not accepted: column "price": there is no such column here',
  ],
  ['an unknown table', '{ name: x, expr: SUM(other.amount) }', 'its SQL is not accepted'],
  ['an unknown function', '{ name: x, expr: APPROX_TOP_K(amount) }', 'its SQL is not accepted'],
  ['an unknown measure', '{ name: x, expr: MEASURE(y) }', 'its SQL is not accepted'],
  ['a measure within an aggregate', '{ name: x, expr: SUM(MEASURE(total)) }', 'its SQL is not accepted'],
  ['a measure in a sub-query', '{ name: x, expr: (SELECT MEASURE(total)) }', 'its SQL is not accepted'],
  ['itself', '{ name: x, expr: MEASURE(x) + 1 }', 'its SQL is not accepted'],
  [
    'a column of a type that is not served',
    '{ name: x, expr: COUNT(tags) }',
    'column "tags" is of type array<string>, which is not supported',
  ],
  [
    'a name with two meanings',
    '{ name: x, expr: SUM(store) }',
    '"store" is both a dimension and a column of the source: write source.store for the column',
  ],
  ['a broken dimension', '{ name: x, expr: COUNT(broken) }', 'dimension "broken": its SQL is not accepted'],
  [
    'a broken measure',
    '{ name: x, expr: MEASURE(windowed) }',
    'measure "windowed": it is a window measure, which is not supported',
  ],
  [
    'a join that may find several rows',
    '{ name: x, expr: COUNT(log.customer) }',
    'join "log" may find several rows: c.s.log has no primary key in Unity Catalog',
  ],
  ['who asks', '{ name: x, expr: MAX(current_user()) }', 'it asks who the caller is with current_user()'],
])('a measure is refused alone: %s', async (_name, measure, fault) => {
  const { facts } = await viewOf(`
source: c.s.sales
joins: [{ name: log, source: c.s.log, using: [customer] }]
dimensions: [{ name: store, expr: store % 10 }, { name: broken, expr: nonsense(id) }]
measures:
  - { name: total, expr: SUM(amount) }
  - { name: windowed, expr: SUM(amount), window: [] }
  - ${measure}
`);
  expect(facts.fault).toBeUndefined();
  expect(facts.faults.get('x')?.slice(0, fault.length)).toBe(fault);
  expect(facts.table.metricView?.measures.map(({ name }) => name)).toEqual(['total']);
});

test.each<[string, string, string]>([
  ['an aggregate', '{ name: x, expr: SUM(amount) }', 'its SQL is not accepted'],
  ['a window', '{ name: x, expr: id, window: [] }', 'it has a window'],
  ['NULL', '{ name: x, expr: "NULL" }', 'it is NULL without a type'],
  ['a later dimension', '{ name: x, expr: later }', 'its SQL is not accepted'],
  ['a measure', '{ name: x, expr: MEASURE(total) }', 'its SQL is not accepted'],
])('a dimension is refused alone: %s', async (_name, dimension, fault) => {
  const { facts } = await viewOf(`
source: c.s.sales
dimensions: [${dimension}, { name: later, expr: id }]
${MEASURE}
`);
  expect(facts.fault).toBeUndefined();
  expect(facts.faults.get('x')?.slice(0, fault.length)).toBe(fault);
  expect(facts.table.columns.map(({ name }) => name)).toEqual(['later']);
});

test.each<[string, string, Case, string]>([
  [
    'one to many',
    '{ name: j, source: c.s.customers, using: [customer], cardinality: one_to_many }',
    {},
    'has cardinality "one_to_many", which is not supported',
  ],
  [
    'on and using',
    '{ name: j, source: c.s.customers, using: [customer], on: "true" }',
    {},
    'has to say either "on" or "using"',
  ],
  ['neither', '{ name: j, source: c.s.customers }', {}, 'has to say either "on" or "using"'],
  [
    'a part of the key',
    '{ name: j, source: c.s.stores, on: source.store = j.store }',
    {},
    'may find several rows: it does not equate "day" of the primary key of c.s.stores',
  ],
  [
    'the key in an OR',
    '{ name: j, source: c.s.customers, on: source.customer = j.customer OR j.since IS NULL }',
    {},
    'may find several rows: it does not equate "customer" of the primary key of c.s.customers',
  ],
  [
    'the key with itself',
    '{ name: j, source: c.s.customers, on: j.customer = j.country }',
    {},
    'may find several rows: it does not equate "customer" of the primary key of c.s.customers',
  ],
  [
    'a bare name of both',
    '{ name: j, source: c.s.customers, on: customer = j.customer }',
    {},
    'cannot be made: column "customer" is in both tables',
  ],
  [
    'a column that one lacks',
    '{ name: j, source: c.s.customers, using: [country] }',
    {},
    'cannot be made: column "country" is not in both tables',
  ],
  ['no condition', '{ name: j, source: c.s.customers, on: j.customer }', {}, 'has an "on" that is no condition'],
  [
    'a table that is gone',
    '{ name: j, source: c.s.gone, using: [customer] }',
    {},
    'cannot be made: its source is table c.s.gone, which the catalog does not have',
  ],
  [
    'a query',
    '{ name: j, source: "(SELECT 1)", using: [customer] }',
    {},
    'cannot be made: its source is not the full name of a table',
  ],
  [
    'a key that is masked',
    '{ name: j, source: c.s.masked, using: [customer] }',
    {
      tables: {
        masked: {
          ...CUSTOMERS,
          columns: CUSTOMERS.columns.map((column) =>
            column.name === 'customer' ? { ...column, mask: { function_name: 'c.s.hide' } } : column,
          ),
        },
      },
      functions: { hide: { parameters: [{ name: 'x', type: 'string' }], returns: 'string', body: "'*'" } },
    },
    'is by column "customer" of c.s.masked, which is masked',
  ],
])('a join is refused with what needs it: %s', async (_name, join, more, fault) => {
  const { facts } = await viewOf(
    `
source: c.s.sales
joins: [${join.replace(/ \}$/u, ', joins: [{ name: k, source: c.s.countries, on: j.country = k.code }] }')}]
dimensions: [{ name: x, expr: j.customer }, { name: y, expr: j.k.continent }]
${MEASURE}
`,
    more,
  );
  expect(facts.fault).toBeUndefined();
  const [x, y] = ['x', 'y'].map((name) => facts.faults.get(name));
  expect(x?.slice(0, fault.length + 9)).toBe(`join "j" ${fault}`);
  expect(y).toBe('join "j.k" hangs on a join that is not served');
  expect(facts.table.metricView?.joins).toEqual([]);
  expect(facts.table.metricView?.measures.map(({ name }) => name)).toEqual(['total']);
});

test('a policy that reads a metric view has no body', async () => {
  const { reader } = await unityFolder({
    tables: {
      ...TABLES,
      v: { columns: [{ name: 'a', type: 'string' }], kind: 'METRIC_VIEW', definition: `source: c.s.sales\n${MEASURE}` },
      t: {
        columns: [{ name: 'a', type: 'string' }],
        rowFilter: { function_name: 'c.s.f', input_arguments: [{ column: 'a' }] },
      },
    },
    functions: {
      f: {
        parameters: [{ name: 'x', type: 'string' }],
        returns: 'boolean',
        body: 'EXISTS (SELECT 1 FROM c.s.v AS v WHERE v.a = x)',
      },
    },
  });
  const { functions } = await readGovernance(new Map([['c.s.t', 'lakehouse']]), reader, NEVER_ABORTED);
  expect(functions.get('c.s.f')?.unmapped).toBe('metric view c.s.v, which has no rows');
});

test.each<[string, string | undefined, TableSpec, boolean]>([
  ['the owner of both', 'finance', SALES, true],
  ['another owner', 'marketing', SALES, false],
  ['no owner told', undefined, { ...SALES, owner: 'finance' }, false],
  ['an owner who is granted it', 'ann@example.com', { ...SALES, grants: [grant('ann@example.com')] }, true],
  ['an owner as everyone', 'ann@example.com', { ...SALES, grants: [grant('account users')] }, true],
  [
    'an owner without USE',
    'ann@example.com',
    { ...SALES, grants: [{ principal: 'ann@example.com', privileges: [{ privilege: 'SELECT' }] }] },
    false,
  ],
  [
    'an owner by a group, of which nothing is known',
    'ann@example.com',
    { ...SALES, grants: [grant('finance')] },
    false,
  ],
])('whether the owner may read what is below: %s', async (_name, owner, sales, reads) => {
  const { facts } = await viewOf(`source: c.s.sales\n${MEASURE}`, {
    more: owner === undefined ? {} : { owner },
    tables: { sales },
  });
  expect(facts.table.metricView?.ownerReads).toBe(reads);
});

const DEFINITION = `
source: c.s.sales
joins: [{ name: log, source: c.s.log, using: [customer] }]
dimensions: [{ name: Store No, expr: store }, { name: day, expr: day }, { name: logged, expr: log.customer }]
measures: [{ name: total, expr: SUM(amount) }, { name: Sales, expr: COUNT(*) }, { name: old, expr: SUM(id), window: [] }]
`;
const HEAD = 'type V @table(source: "lakehouse", name: "c.s.v")';

test('a type of a metric view: dimensions as fields, measures by MEASURE', async () => {
  const { reader } = await viewOf(DEFINITION);
  const sdl = `${HEAD}
  @measure(name: "total", type: "Decimal", sql: "measure(total)")
  @measure(name: "sales", type: "BigInt", sql: " MEASURE ( \`Sales\` ) ")
  @measure(name: "perSale", type: "Float", sql: "cast(measure(total) AS double) / measure(sales)") {
  day: Date
  storeNo: Int @column(name: "Store No")
  late: Boolean @expression(sql: "day > DATE'2020-01-01'")
}`;
  expect(await problemsOf(sdl, [], reader)).toEqual([]);
});

test.each<[string, string, string, (readonly string[])?]>([
  [
    'a key',
    `${HEAD} @key(fields: "day") @measure(name: "t", type: "Decimal", sql: "measure(total)") { day: Date }`,
    '1:51 error Type "V" has @key, but c.s.v is a metric view, which has no rows. Remove @key.',
  ],
  [
    'no measure',
    `${HEAD} { day: Date }`,
    '1:6 error Type "V" lists no measure of metric view c.s.v. Add @measure(name: "…", type: "…", sql: "measure(`total`)").',
  ],
  [
    'a required field',
    `${HEAD} @measure(name: "t", type: "Decimal", sql: "measure(total)") { day: Date! }`,
    '1:118 error Field "V.day" is required, but column "day" may be NULL. Remove the "!".',
  ],
  [
    'a measure as a field',
    `${HEAD} @measure(name: "t", type: "Decimal", sql: "measure(total)") { total: Decimal }`,
    '1:113 error Field "V.total" is a measure of c.s.v. Declare it on the type: @measure(name: "total", type: "Decimal", sql: "measure(total)").',
  ],
  [
    'a field at fault',
    `${HEAD} @measure(name: "t", type: "Decimal", sql: "measure(total)") { logged: String }`,
    '1:113 error Field "V.logged" is a dimension of c.s.v that cannot be evaluated: join "log" may find several rows: c.s.log has no primary key in Unity Catalog. Remove the field.',
  ],
  [
    'a column at fault',
    `${HEAD} @measure(name: "t", type: "Decimal", sql: "measure(total)") { x: String @column(name: "logged") }`,
    '1:137 error Field "V.x" reads dimension "logged" of c.s.v, which cannot be evaluated: join "log" may find several rows: c.s.log has no primary key in Unity Catalog. Remove the field.',
  ],
  [
    'a measure at fault',
    `${HEAD} @measure(name: "t", type: "BigInt", sql: "measure(old)") { day: Date }`,
    '1:101 error The SQL of measure "V.t" is not accepted: measure "old": there is no such measure here. Measure "old" of c.s.v cannot be evaluated: it is a window measure, which is not supported.',
  ],
  [
    'a measure misspelt',
    `${HEAD} @measure(name: "t", type: "Decimal", sql: "measure(totl)") { day: Date }`,
    '1:102 error The SQL of measure "V.t" is not accepted: measure "totl": there is no such measure here. Did you mean "total"?',
  ],
  [
    'an aggregate of a dimension',
    `${HEAD} @measure(name: "t", type: "Date", sql: "max(day)") { day: Date }`,
    '1:91 error The SQL of measure "V.t" is not accepted: aggregate "max": an aggregate cannot stand here. A metric view is read by its measures: measure(`total`), measure(`Sales`).',
  ],
  [
    'a count of rows',
    `${HEAD} @measure(name: "t", type: "BigInt", sql: "count(*)") { day: Date }`,
    '1:93 error The SQL of measure "V.t" is not accepted: aggregate "count": an aggregate cannot stand here. A metric view is read by its measures: measure(`total`), measure(`Sales`).',
  ],
  [
    'a wrong scalar',
    `${HEAD} @measure(name: "t", type: "Int", sql: "measure(total)") { day: Date }`,
    '1:77 error The SQL of measure "V.t" is DECIMAL(38,2), which Int cannot carry. Write Decimal or Float in its place.',
  ],
  [
    'a relation',
    `${HEAD} @measure(name: "t", type: "Decimal", sql: "measure(total)") { buyer: C @join(on: [{ from: "day", to: "since" }]) }
type C @table(source: "lakehouse", name: "c.s.customers") @key(fields: "customer") { customer: String! since: Date }`,
    '1:113 error Field "V.buyer" has @join, but c.s.v is a metric view: its fields are its dimensions. Remove the field, or join in the metric view.',
  ],
  [
    'a relation to it',
    `${HEAD} @measure(name: "t", type: "Decimal", sql: "measure(total)") { day: Date }
type C @table(source: "lakehouse", name: "c.s.customers") @key(fields: "customer") { customer: String! since: Date! vs: [V!]! @join(on: [{ from: "since", to: "day" }]) }`,
    '2:121 error Field "C.vs" leads to V, but c.s.v is a metric view, which has no rows. Remove the field.',
  ],
  [
    'a resolver',
    `${HEAD} @measure(name: "t", type: "Decimal", sql: "measure(total)") { day: Date near: Int }`,
    '1:123 error Field "V.near" has a resolver, but c.s.v is a metric view: its fields are its dimensions. Remove the field.',
    ['V.near'],
  ],
])('a type of a metric view is refused: %s', async (_name, sdl, expected, resolvers = []) => {
  const { reader } = await viewOf(DEFINITION, { tables: { customers: CUSTOMERS } });
  const problems = await problemsOf(sdl, resolvers, reader);
  expect(problems).toEqual([`case.graphql:${expected}`]);
});
