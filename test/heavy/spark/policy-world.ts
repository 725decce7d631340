import type { Filter, ListArguments, ObjectMember, Request, ScalarField, Test } from '../../property/query/model.js';
import { scalarFields } from '../../property/query/model.js';
import {
  type Caller,
  type Column,
  type Data,
  EVERYONE,
  type Mask,
  type Row,
  type RowFilter,
  type Table,
  type World,
} from '../../property/world/model.js';

const text = (name: string, pool: readonly string[], nullable = true): Column => ({
  name,
  type: { kind: 'string' },
  nullable,
  pool,
});
const whole = (name: string): Column => ({ name, type: { kind: 'int' }, nullable: true, pool: [0n, 1n, 20n] });

const REGIONS = ['west', 'east', 'north'];
const USERS = ['u1@x.test', 'u2@x.test', 'u3@x.test'];

export const CALLERS: readonly Caller[] = [
  { user: 'u1@x.test', groups: ['admins'] },
  { user: 'u2@x.test', groups: [] },
];

/** What a case puts on the two tables. */
export interface Policies {
  readonly saleFilter?: RowFilter;
  readonly saleMasks?: readonly Mask[];
  readonly shopFilter?: RowFilter;
  readonly shopMasks?: readonly Mask[];
}

/** Sales of shops. Only sales in the west have a divisor that is not 0. */
export function policyWorld({ saleFilter, saleMasks = [], shopFilter, shopMasks = [] }: Policies): World {
  const common = { key: ['id'], grants: [EVERYONE], required: new Set(['id']) };
  const sale: Table = {
    ...common,
    type: 'Sale',
    singular: 'sale',
    plural: 'sales',
    groups: 'saleGroups',
    name: 'w.gold.sale',
    columns: [
      text('id', ['s0'], false),
      text('region', REGIONS),
      whole('amount'),
      whole('divisor'),
      text('owner', USERS),
      { name: 'rate', type: { kind: 'double' }, nullable: true, pool: [0, 0.5] },
      text('shop_ref', ['a']),
    ],
    relations: [{ name: 'shop', cardinality: 'one', target: 'Shop', from: 'shop_ref', to: 'id', groups: '' }],
    computed: [{ name: 'ratio', column: 'divisor', form: 'ratio', value: null }],
    measures: [{ name: 'high', column: 'amount', value: 10n }],
    rowFilter: saleFilter,
    masks: saleMasks,
  };
  const shop: Table = {
    ...common,
    type: 'Shop',
    singular: 'shop',
    plural: 'shops',
    groups: 'shopGroups',
    name: 'w.gold.shop',
    columns: [text('id', ['a'], false), text('city', ['Oslo']), text('secret', ['x'])],
    relations: [
      { name: 'saleRows', cardinality: 'many', target: 'Sale', from: 'id', to: 'shop_ref', groups: 'saleRowGroups' },
    ],
    computed: [],
    measures: [],
    rowFilter: shopFilter,
    masks: shopMasks,
  };
  return { tables: [sale, shop], callers: CALLERS };
}

export const POLICY_DATA: Data = {
  rows: new Map<string, readonly Row[]>([
    [
      'Sale',
      Array.from({ length: 24 }, (_, index): Row => {
        const region = [...REGIONS, null][index % 4] ?? null;
        return {
          id: `s${index}`,
          region,
          amount: index % 5 === 0 ? null : BigInt(index * 3 - 12),
          divisor: region === 'west' ? BigInt((index % 3) + 1) : 0n,
          owner: index % 6 === 0 ? null : (USERS[index % 3] ?? null),
          rate: region === 'west' ? index / 4 + 0.5 : 0,
          shop_ref: index % 7 === 0 ? null : (['a', 'b', 'c', 'gone'][index % 4] ?? null),
        };
      }),
    ],
    [
      'Shop',
      [
        { id: 'a', city: 'Oslo', secret: 'x1' },
        { id: 'b', city: 'Rome', secret: null },
        { id: 'c', city: null, secret: 'x3' },
      ],
    ],
  ]),
  mapping: [
    { member: 'u2@x.test', text: 'west', number: 1n },
    { member: 'u2@x.test', text: null, number: null },
    { member: 'u1@x.test', text: 'east', number: 6n },
    { member: null, text: 'north', number: 3n },
  ],
};

const NO_ARGUMENTS: ListArguments = {
  filter: undefined,
  orderBy: [],
  first: undefined,
  last: undefined,
  offset: undefined,
  after: undefined,
  before: undefined,
  asVariables: false,
};

function fieldOf(world: World, type: string, name: string): ScalarField {
  const table = world.tables.find((candidate) => candidate.type === type);
  const found = table === undefined ? undefined : scalarFields(table).find((field) => field.name === name);
  if (found === undefined) throw new Error(`${type} has no ${name}.`);
  return found;
}

/** What callers ask in each case, by name: where masks and filters can be seen, or must not be. */
export function policyRequests(world: World): Readonly<Record<string, Request>> {
  const sale = (name: string) => fieldOf(world, 'Sale', name);
  const items = (type: string, names: readonly string[]): readonly ObjectMember[] =>
    names.map((name) => ({ key: name, kind: 'scalar', field: fieldOf(world, type, name) }));
  const where = (name: string, test: Test): Filter => ({
    type: 'Sale',
    terms: [{ kind: 'scalar', field: sale(name), tests: [test] }],
  });
  const list = (args: Partial<ListArguments>, item: readonly ObjectMember[], type = 'Sale'): Request => [
    {
      key: 'rows',
      kind: 'list',
      list: {
        type,
        arguments: { ...NO_ARGUMENTS, ...args },
        members: [
          { key: 'nodes', kind: 'nodes', item },
          { key: 'totalCount', kind: 'totalCount' },
        ],
      },
    },
  ];
  const all = items('Sale', ['id', 'region', 'amount', 'owner', 'rate', 'shop_ref']);
  const groups = (name: string): Request => [
    {
      key: 'groups',
      kind: 'groups',
      groups: {
        type: 'Sale',
        filter: undefined,
        having: undefined,
        orderBy: [],
        first: undefined,
        offset: undefined,
        asVariables: false,
        members: [
          {
            key: 'key',
            kind: 'key',
            members: [{ key: name, kind: 'scalar', field: sale(name), bucket: undefined, bin: undefined }],
          },
          { key: 'count', kind: 'count' },
          {
            key: 'sum',
            kind: 'aggregate',
            name: 'sum',
            p: undefined,
            values: [{ key: 'amount', operand: { kind: 'scalar', field: sale('amount') } }],
          },
          {
            key: 'measures',
            kind: 'aggregate',
            name: 'measures',
            p: undefined,
            values: [{ key: 'high', operand: { kind: 'measure', name: 'high' } }],
          },
        ],
      },
    },
  ];
  return {
    'the whole list in order of what may be masked': list(
      {
        orderBy: [
          { path: [], field: sale('region'), direction: 'DESC_NULLS_LAST' },
          { path: [], field: sale('amount'), direction: 'ASC_NULLS_FIRST' },
        ],
      },
      all,
    ),
    'a region': list({ filter: where('region', { operator: 'eq', values: ['west'] }) }, all),
    'no region': list({ filter: where('region', { operator: 'isNull', values: [true] }) }, all),
    'amounts above a bound': list({ filter: where('amount', { operator: 'gt', values: [10n] }) }, all),
    'a quotient that hidden rows cannot form': list(
      { filter: where('ratio', { operator: 'gt', values: [0.4] }) },
      items('Sale', ['id', 'ratio']),
    ),
    'groups by region': groups('region'),
    'groups by owner': groups('owner'),
    'a join to shops': list({}, [
      ...items('Sale', ['id']),
      { key: 'shop', kind: 'one', relation: 'shop', item: items('Shop', ['id', 'city', 'secret']) },
    ]),
    'shops of some sales': list(
      {
        filter: {
          type: 'Shop',
          terms: [
            {
              kind: 'many',
              relation: 'saleRows',
              quantifiers: [['some', where('region', { operator: 'eq', values: ['west'] })]],
            },
          ],
        },
      },
      [
        ...items('Shop', ['id', 'city', 'secret']),
        {
          key: 'saleRows',
          kind: 'many',
          relation: 'saleRows',
          list: {
            type: 'Sale',
            arguments: NO_ARGUMENTS,
            members: [{ key: 'nodes', kind: 'nodes', item: items('Sale', ['id', 'region', 'amount']) }],
          },
        },
      ],
      'Shop',
    ),
    'sales by the secret of their shop': list(
      {
        filter: {
          type: 'Sale',
          terms: [
            {
              kind: 'one',
              relation: 'shop',
              item: {
                type: 'Shop',
                terms: [
                  {
                    kind: 'scalar',
                    field: fieldOf(world, 'Shop', 'secret'),
                    tests: [{ operator: 'like', values: ['x%'] }],
                  },
                ],
              },
            },
          ],
        },
      },
      items('Sale', ['id']),
    ),
    'a sale by its key': ['s0', 's1'].map((id, index) => ({
      key: `row${index}`,
      kind: 'lookup',
      type: 'Sale',
      values: [id],
      item: all,
    })),
  };
}
