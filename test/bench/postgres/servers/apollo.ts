import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import pg from 'pg';
import { PEER_TYPE_DEFS } from '../peer-type-defs.js';
import { POOL } from '../write-gateway.js';

/**
 * A plain Apollo Server with DataLoader, as a competent developer writes one: a statement a level, batched by key, rows
 * to objects, graphql-js completes every field.
 */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: POOL });
const DATE = 1082;
pg.types.setTypeParser(DATE, (text) => text);

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  return (await pool.query<Row>({ name, text, values: [...values] })).rows;
}

/** Each key's only row. */
function parentLoader(name: string, text: string, key: string): DataLoader<unknown, Row | undefined> {
  return new DataLoader(async (keys) => {
    const byKey = new Map((await rowsOf(name, text, [keys])).map((row) => [row[key], row]));
    return keys.map((each) => byKey.get(each));
  });
}

/** Each key's rows, in the order of the statement. */
function childrenLoader(
  name: string,
  text: string,
  key: string,
  further: readonly unknown[] = [],
): DataLoader<unknown, readonly Row[]> {
  return new DataLoader(async (keys) => {
    const byKey = new Map<unknown, Row[]>();
    for (const row of await rowsOf(name, text, [keys, ...further])) {
      const list = byKey.get(row[key]);
      if (list === undefined) byKey.set(row[key], [row]);
      else list.push(row);
    }
    return keys.map((each) => byKey.get(each) ?? []);
  });
}

const CUSTOMERS = 'SELECT * FROM sales.customer WHERE customer_key = ANY($1::integer[])';
const NATIONS = 'SELECT * FROM sales.nation WHERE nation_key = ANY($1::integer[])';
const ORDERS =
  'SELECT o.* FROM unnest($1::integer[]) AS k(key) CROSS JOIN LATERAL (SELECT * FROM sales.orders WHERE customer_key = k.key ORDER BY order_date DESC, order_key LIMIT $2::integer) AS o';
const LINES = 'SELECT * FROM sales.line_item WHERE order_key = ANY($1::integer[]) ORDER BY order_key, line_number';
const GROUPS = `SELECT date_trunc('month', o.order_date)::date AS month, r.name AS region, count(*)::integer AS count, sum(o.total_price) AS total
FROM sales.orders AS o JOIN sales.customer AS c USING (customer_key) JOIN sales.nation AS n USING (nation_key) JOIN sales.region AS r USING (region_key)
WHERE o.order_date >= $1::date AND o.order_date < $2::date GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $3::integer`;

interface Loaders {
  readonly customers: DataLoader<unknown, Row | undefined>;
  readonly nations: DataLoader<unknown, Row | undefined>;
  readonly lines: DataLoader<unknown, readonly Row[]>;
  /** By how many of each customer. */
  readonly orders: Map<number, DataLoader<unknown, readonly Row[]>>;
}

const makeLoaders = (): Loaders => ({
  customers: parentLoader('customers', CUSTOMERS, 'customer_key'),
  nations: parentLoader('nations', NATIONS, 'nation_key'),
  lines: childrenLoader('lines', LINES, 'order_key'),
  orders: new Map(),
});

function ordersLoader({ orders }: Loaders, first: number): DataLoader<unknown, readonly Row[]> {
  const loader = orders.get(first) ?? childrenLoader('orders_of_customers', ORDERS, 'customer_key', [first]);
  orders.set(first, loader);
  return loader;
}

interface Context {
  readonly loaders: Loaders;
}

interface KeyRange {
  readonly filter: { readonly key: { readonly gte: number; readonly lt?: number } };
  readonly first: number;
}

interface DateRange {
  readonly filter: { readonly orderDate: { readonly gte: string; readonly lt: string } };
  readonly first: number;
}

const resolvers = {
  Query: {
    customer: async (_: unknown, { key }: { key: number }) =>
      (await rowsOf('customer', 'SELECT * FROM sales.customer WHERE customer_key = $1::integer', [key]))[0],
    orders: async (_: unknown, { filter, first }: KeyRange) => {
      const { gte, lt } = filter.key;
      const end = lt === undefined ? '' : 'AND order_key < $3::integer';
      const text = `SELECT * FROM sales.orders WHERE order_key >= $1::integer ${end} ORDER BY order_key LIMIT $2::integer`;
      const values = lt === undefined ? [gte, first] : [gte, first, lt];
      return { nodes: await rowsOf(`orders${values.length}`, text, values) };
    },
    customers: async (_: unknown, { filter, first }: KeyRange) => ({
      nodes: await rowsOf(
        'customers_from',
        'SELECT * FROM sales.customer WHERE customer_key >= $1::integer ORDER BY customer_key LIMIT $2::integer',
        [filter.key.gte, first],
      ),
    }),
    orderGroups: (_: unknown, { filter: { orderDate }, first }: DateRange) =>
      rowsOf('groups', GROUPS, [orderDate.gte, orderDate.lt, first]),
  },
  Customer: {
    key: (row: Row) => row.customer_key,
    accountBalance: (row: Row) => row.account_balance,
    nation: (row: Row, _: unknown, { loaders }: Context) =>
      row.region === undefined ? loaders.nations.load(row.nation_key) : row,
    orders: async (row: Row, { first }: { first: number }, { loaders }: Context) => ({
      nodes: await ordersLoader(loaders, first).load(row.customer_key),
    }),
  },
  Nation: { region: (row: Row) => ({ name: row.region }) },
  Order: {
    key: (row: Row) => row.order_key,
    customerKey: (row: Row) => row.customer_key,
    totalPrice: (row: Row) => row.total_price,
    orderDate: (row: Row) => row.order_date,
    customer: (row: Row, _: unknown, { loaders }: Context) => loaders.customers.load(row.customer_key),
    lines: async (row: Row, _: unknown, { loaders }: Context) => ({ nodes: await loaders.lines.load(row.order_key) }),
  },
  Line: {
    number: (row: Row) => row.line_number,
    extendedPrice: (row: Row) => row.extended_price,
    shipDate: (row: Row) => row.ship_date,
  },
  Group: { key: (row: Row) => row, sum: (row: Row) => ({ totalPrice: row.total }) },
  Key: { orderDate: (row: Row) => row.month, customer: (row: Row) => row },
};

const server = new ApolloServer<Context>({
  typeDefs: PEER_TYPE_DEFS,
  resolvers,
  plugins: [ApolloServerPluginCacheControlDisabled()],
});
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async () => ({ loaders: makeLoaders() }),
});
process.stdout.write(`${JSON.stringify({ event: 'ready', http: url.replace(/\/$/u, '') })}\n`);
