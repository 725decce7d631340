/** A column with the name of its type in Unity Catalog and in PostgreSQL. */
export interface Column {
  readonly name: string;
  readonly unityType: string;
  readonly postgresType: string;
}

/** A table of the sales database, which is shaped as TPC-H's. */
export interface SalesTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** Column, and the table whose key of one column it refers to. */
  readonly references: readonly (readonly [column: string, table: string])[];
  /** Columns of further indexes. */
  readonly indexes: readonly string[];
}

const TYPES = {
  int: { unityType: 'int', postgresType: 'integer' },
  string: { unityType: 'string', postgresType: 'text' },
  date: { unityType: 'date', postgresType: 'date' },
  money: { unityType: 'decimal(12,2)', postgresType: 'numeric(12,2)' },
} as const;

const columns = (types: Readonly<Record<string, keyof typeof TYPES>>): readonly Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, ...TYPES[type] }));

/** In an order in which every reference finds its table. */
export const TABLES: readonly SalesTable[] = [
  {
    name: 'region',
    columns: columns({ region_key: 'int', name: 'string' }),
    key: ['region_key'],
    references: [],
    indexes: [],
  },
  {
    name: 'nation',
    columns: columns({ nation_key: 'int', name: 'string', region_key: 'int' }),
    key: ['nation_key'],
    references: [['region_key', 'region']],
    indexes: [],
  },
  {
    name: 'customer',
    columns: columns({
      ...{ customer_key: 'int', name: 'string', address: 'string', nation_key: 'int', phone: 'string' },
      ...{ account_balance: 'money', segment: 'string' },
    }),
    key: ['customer_key'],
    references: [['nation_key', 'nation']],
    indexes: ['nation_key'],
  },
  {
    name: 'orders',
    columns: columns({
      ...{ order_key: 'int', customer_key: 'int', status: 'string', total_price: 'money', order_date: 'date' },
      ...{ priority: 'string', clerk: 'string', comment: 'string' },
    }),
    key: ['order_key'],
    references: [['customer_key', 'customer']],
    indexes: ['customer_key', 'order_date'],
  },
  {
    name: 'line_item',
    columns: columns({
      ...{ order_key: 'int', line_number: 'int', part_key: 'int', quantity: 'int', extended_price: 'money' },
      ...{ discount: 'money', tax: 'money', return_flag: 'string', ship_date: 'date', ship_mode: 'string' },
    }),
    key: ['order_key', 'line_number'],
    references: [['order_key', 'orders']],
    indexes: [],
  },
];

/** Who may see customers of which nation: the mapping table of the row filter on customers. */
export const ACCESS_TABLE: SalesTable = {
  name: 'nation_access',
  columns: columns({ member: 'string', nation_key: 'int' }),
  key: ['member', 'nation_key'],
  references: [],
  indexes: [],
};
