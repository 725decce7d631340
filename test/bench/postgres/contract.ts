/** The gateway's contract over the sales database. */
export const CONTRACT = `type Region @table(source: "tpch", name: "tpch.sales.region") @key(fields: "key") {
  key: Int! @column(name: "region_key")
  name: String!
}

type Nation @table(source: "tpch", name: "tpch.sales.nation") @key(fields: "key") {
  key: Int! @column(name: "nation_key")
  name: String!
  region: Region @join(on: [{ from: "region_key", to: "region_key" }])
}

type Customer @table(source: "tpch", name: "tpch.sales.customer") @key(fields: "key") {
  key: Int! @column(name: "customer_key")
  name: String!
  address: String!
  phone: String
  accountBalance: Decimal!
  segment: String!
  nation: Nation @join(on: [{ from: "nation_key", to: "nation_key" }])
  orders: [Order!]! @join(on: [{ from: "customer_key", to: "customer_key" }])
}

type Order @table(source: "tpch", name: "tpch.sales.orders") @key(fields: "key") {
  key: Int! @column(name: "order_key")
  customerKey: Int!
  status: String!
  totalPrice: Decimal!
  orderDate: Date!
  priority: String!
  clerk: String
  comment: String!
  customer: Customer @join(on: [{ from: "customer_key", to: "customer_key" }])
  lines: [LineItem!]! @join(on: [{ from: "order_key", to: "order_key" }])
}

type LineItem @table(source: "tpch", name: "tpch.sales.line_item") @key(fields: "orderKey number") {
  orderKey: Int!
  number: Int! @column(name: "line_number")
  partKey: Int!
  quantity: Int!
  extendedPrice: Decimal!
  discount: Decimal!
  shipDate: Date!
  shipMode: String!
}
`;
