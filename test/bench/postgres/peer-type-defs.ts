/** The gateway's schema, as far as the workloads ask for it, written by hand for servers that have none of their own. */
export const PEER_TYPE_DEFS = `
  input IntFilter { gte: Int, lt: Int }
  input DateFilter { gte: Date, lt: Date }
  input OrderFilter { key: IntFilter, orderDate: DateFilter }
  input CustomerFilter { key: IntFilter }
  enum Direction { ASC DESC }
  enum Bucket { MONTH }
  input OrderOrder { orderDate: Direction }
  scalar Date
  scalar Decimal
  type Region { name: String! }
  type Nation { name: String! region: Region }
  type Customer { key: Int! name: String! phone: String accountBalance: Decimal! segment: String! nation: Nation orders(first: Int!, orderBy: [OrderOrder!]): Orders! }
  type Order {
    key: Int! customerKey: Int! status: String! totalPrice: Decimal! orderDate: Date! priority: String! clerk: String comment: String!
    customer: Customer lines: Lines!
  }
  type Line { number: Int! quantity: Int! extendedPrice: Decimal! shipDate: Date! }
  type Orders { nodes: [Order!]! }
  type Customers { nodes: [Customer!]! }
  type Lines { nodes: [Line!]! }
  type Key { orderDate(bucket: Bucket!): Date! customer: Customer }
  type Sum { totalPrice: Decimal }
  type Group { key: Key! count: Int! sum: Sum! }
  type Query {
    customer(key: Int!): Customer
    orders(filter: OrderFilter!, first: Int!): Orders!
    customers(filter: CustomerFilter!, first: Int!): Customers!
    orderGroups(filter: OrderFilter!, first: Int!): [Group!]!
  }
`;
