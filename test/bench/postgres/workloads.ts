import { CUSTOMERS, FIRST_DAY, ORDERS } from './generate-rows.js';

/** One request that every server answers with the same rows. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  /** In the gateway's schema, which the hand-written peers have too. */
  readonly document: string;
  /** `k` varies them. */
  readonly variables: (k: number) => Readonly<Record<string, string | number>>;
  /** The field of the answer. */
  readonly field: string;
  /** The best statement we can write by hand: one text, the JSON of the field; its parameters are the variables, in order. */
  readonly sql: string;
}

const LIST = 100_000;

/** Spreads keys, so that no two neighbouring requests ask the same and the first 15,000 differ. */
const spread = (k: number, count: number): number => 1 + ((k * 7919) % count);

const monthAfter = (months: number): string => {
  const first = new Date(FIRST_DAY);
  return new Date(Date.UTC(first.getUTCFullYear(), months, 1)).toISOString().slice(0, 10);
};
const E_MONTHS = 24;

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'a',
    title: 'point look-up, 5 fields',
    document: 'query ($key: Int!) { customer(key: $key) { key name phone accountBalance segment } }',
    variables: (k) => ({ key: spread(k, CUSTOMERS) }),
    field: 'customer',
    sql: `SELECT row_to_json(r)::text FROM (SELECT customer_key AS key, name, phone, account_balance::text AS "accountBalance", segment FROM sales.customer WHERE customer_key = $1::integer) AS r`,
  },
  {
    name: 'b',
    title: '100 orders → customer → nation',
    document:
      'query ($key: Int!) { orders(filter: { key: { gte: $key } }, first: 100) { nodes { key totalPrice orderDate customer { name nation { name } } } } }',
    variables: (k) => ({ key: spread(k, ORDERS - 100) }),
    field: 'orders',
    sql: `SELECT concat('{"nodes":[', string_agg(concat('{"key":', o.order_key, ',"totalPrice":"', o.total_price, '","orderDate":"', o.order_date, '","customer":{"name":', to_json(c.name), ',"nation":{"name":', to_json(n.name), '}}}'), ',' ORDER BY o.order_key), ']}')
FROM (SELECT * FROM sales.orders WHERE order_key >= $1::integer ORDER BY order_key LIMIT 100) AS o
JOIN sales.customer AS c ON c.customer_key = o.customer_key JOIN sales.nation AS n ON n.nation_key = c.nation_key`,
  },
  {
    name: 'c',
    title: '20 customers × 5 orders × lines',
    document:
      'query ($key: Int!) { customers(filter: { key: { gte: $key } }, first: 20) { nodes { key name orders(first: 5, orderBy: [{ orderDate: DESC }]) { nodes { key orderDate totalPrice lines { nodes { number quantity extendedPrice shipDate } } } } } } }',
    variables: (k) => ({ key: spread(k, CUSTOMERS - 20) }),
    field: 'customers',
    sql: `SELECT concat('{"nodes":[', string_agg(concat('{"key":', c.customer_key, ',"name":', to_json(c.name), ',"orders":{"nodes":[', orders.json, ']}}'), ',' ORDER BY c.customer_key), ']}')
FROM (SELECT * FROM sales.customer WHERE customer_key >= $1::integer ORDER BY customer_key LIMIT 20) AS c
LEFT JOIN LATERAL (
  SELECT string_agg(concat('{"key":', o.order_key, ',"orderDate":"', o.order_date, '","totalPrice":"', o.total_price, '","lines":{"nodes":[', lines.json, ']}}'), ',' ORDER BY o.order_date DESC, o.order_key) AS json
  FROM (SELECT * FROM sales.orders WHERE customer_key = c.customer_key ORDER BY order_date DESC, order_key LIMIT 5) AS o
  LEFT JOIN LATERAL (
    SELECT string_agg(concat('{"number":', line_number, ',"quantity":', quantity, ',"extendedPrice":"', extended_price, '","shipDate":"', ship_date, '"}'), ',' ORDER BY line_number) AS json
    FROM sales.line_item WHERE order_key = o.order_key
  ) AS lines ON TRUE
) AS orders ON TRUE`,
  },
  {
    name: 'd',
    title: '10,000 flat rows × 8 fields',
    document:
      'query ($key: Int!, $end: Int!) { orders(filter: { key: { gte: $key, lt: $end } }, first: 10000) { nodes { key customerKey status totalPrice orderDate priority clerk comment } } }',
    variables: (k) => {
      const key = spread(k, LIST);
      return { key, end: key + 10_000 };
    },
    field: 'orders',
    sql: `SELECT concat('{"nodes":[', string_agg(concat('{"key":', order_key, ',"customerKey":', customer_key, ',"status":', to_json(status), ',"totalPrice":"', total_price, '","orderDate":"', order_date, '","priority":', to_json(priority), ',"clerk":', to_json(clerk), ',"comment":', to_json(comment), '}'), ',' ORDER BY order_key), ']}')
FROM (SELECT * FROM sales.orders WHERE order_key >= $1::integer AND order_key < $2::integer ORDER BY order_key LIMIT 10000) AS o`,
  },
  {
    name: 'e',
    title: 'filtered group-by, month × region',
    document:
      'query ($from: Date!, $to: Date!) { orderGroups(filter: { orderDate: { gte: $from, lt: $to } }, first: 200) { key { orderDate(bucket: MONTH) customer { nation { region { name } } } } count sum { totalPrice } } }',
    variables: (k) => ({ from: monthAfter(k % 48), to: monthAfter((k % 48) + E_MONTHS) }),
    field: 'orderGroups',
    sql: `SELECT coalesce(json_agg(json_build_object('key', json_build_object('orderDate', month, 'customer', json_build_object('nation', json_build_object('region', json_build_object('name', region)))), 'count', count, 'sum', json_build_object('totalPrice', total::text)) ORDER BY month, region), '[]')::text
FROM (SELECT date_trunc('month', o.order_date)::date AS month, r.name AS region, count(*) AS count, sum(o.total_price) AS total
FROM sales.orders AS o JOIN sales.customer AS c USING (customer_key) JOIN sales.nation AS n USING (nation_key) JOIN sales.region AS r USING (region_key)
WHERE o.order_date >= $1::date AND o.order_date < $2::date GROUP BY 1, 2 LIMIT 200) AS g`,
  },
];

/** The statement of d as rows, for servers that write the JSON themselves. */
export const FLAT_ROWS = {
  workload: 'd',
  sql: `SELECT order_key, customer_key, status, total_price, order_date, priority, clerk, comment FROM sales.orders WHERE order_key >= $1::integer AND order_key < $2::integer ORDER BY order_key LIMIT 10000`,
  columns: ['key', 'customerKey', 'status', 'totalPrice', 'orderDate', 'priority', 'clerk', 'comment'],
  /** Columns whose text is their JSON; the others are JSON strings. */
  numbers: new Set(['key', 'customerKey']),
} as const;
