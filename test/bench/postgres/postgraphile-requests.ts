/** The workloads in PostGraphile's schema; aliases give the answers of a to d the gateway's names. */
export const POSTGRAPHILE_DOCUMENTS: Readonly<Record<string, string>> = {
  a: 'query ($key: Int!) { customer: customerByCustomerKey(customerKey: $key) { key: customerKey name phone accountBalance segment } }',
  b: 'query ($key: Int!) { orders: allOrders(filter: { orderKey: { greaterThanOrEqualTo: $key } }, first: 100) { nodes { key: orderKey totalPrice orderDate customer: customerByCustomerKey { name nation: nationByNationKey { name } } } } }',
  c: 'query ($key: Int!) { customers: allCustomers(filter: { customerKey: { greaterThanOrEqualTo: $key } }, first: 20) { nodes { key: customerKey name orders: ordersByCustomerKey(first: 5, orderBy: [ORDER_DATE_DESC, PRIMARY_KEY_ASC]) { nodes { key: orderKey orderDate totalPrice lines: lineItemsByOrderKey { nodes { number: lineNumber quantity extendedPrice shipDate } } } } } } }',
  d: 'query ($key: Int!, $end: Int!) { orders: allOrders(filter: { orderKey: { greaterThanOrEqualTo: $key, lessThan: $end } }, first: 10000) { nodes { key: orderKey customerKey status totalPrice orderDate priority clerk comment } } }',
  e: 'query ($from: Date!, $to: Date!) { orders: allOrderByRegions(filter: { orderDate: { greaterThanOrEqualTo: $from, lessThan: $to } }) { groupedAggregates(groupBy: [ORDER_MONTH, REGION_NAME]) { keys sum { totalPrice orders } } } }',
};

interface Aggregates {
  readonly data: {
    readonly orders: {
      readonly groupedAggregates: readonly {
        readonly keys: readonly string[];
        readonly sum: { readonly totalPrice: string; readonly orders: string };
      }[];
    };
  };
}

/** PostGraphile's groups of e, in the shape of `groupsOf`. */
export function postgraphileGroups(answer: unknown): readonly string[] {
  const { data } = answer as Aggregates;
  return data.orders.groupedAggregates.map(({ keys, sum }) => [...keys, sum.orders, sum.totalPrice].join(' ')).sort();
}
