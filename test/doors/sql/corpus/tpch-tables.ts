import type { CorpusTable } from './corpus-table.js';

const READERS = ['ops', 'west'];
const MONEY = 'decimal(15,2)';

function table(
  name: string,
  columns: Readonly<Record<string, string>>,
  keyLength: number,
  references: CorpusTable['references'],
): CorpusTable {
  const names = Object.keys(columns);
  return {
    name: `lakehouse.tpch.${name}`,
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
    key: names.slice(0, keyLength),
    references,
    readers: READERS,
  };
}

/** Adds a column mask by a function over the column alone. */
function masked(of: CorpusTable, column: string, mask: string): CorpusTable {
  return {
    ...of,
    columns: of.columns.map((one) => (one.name === column ? { ...one, mask: { function: mask, using: [] } } : one)),
  };
}

const REGION = table('region', { r_regionkey: 'int', r_name: 'string', r_comment: 'string' }, 1, []);

const NATION = table('nation', { n_nationkey: 'int', n_name: 'string', n_regionkey: 'int', n_comment: 'string' }, 1, [
  { columns: ['n_regionkey'], table: 'region' },
]);

const SUPPLIER = masked(
  table(
    'supplier',
    {
      s_suppkey: 'int',
      s_name: 'string',
      s_address: 'string',
      s_nationkey: 'int',
      s_phone: 'string',
      s_acctbal: MONEY,
      s_comment: 'string',
    },
    1,
    [{ columns: ['s_nationkey'], table: 'nation' }],
  ),
  's_phone',
  'lakehouse.governance.shorten_phone',
);

const CUSTOMER: CorpusTable = {
  ...masked(
    table(
      'customer',
      {
        c_custkey: 'int',
        c_name: 'string',
        c_address: 'string',
        c_nationkey: 'int',
        c_phone: 'string',
        c_acctbal: MONEY,
        c_mktsegment: 'string',
        c_comment: 'string',
      },
      1,
      [{ columns: ['c_nationkey'], table: 'nation' }],
    ),
    'c_acctbal',
    'lakehouse.governance.hide_debt',
  ),
  filter: { function: 'lakehouse.governance.customers_by_segment', columns: ['c_mktsegment'] },
};

const PART = table(
  'part',
  {
    p_partkey: 'int',
    p_name: 'string',
    p_mfgr: 'string',
    p_brand: 'string',
    p_type: 'string',
    p_size: 'int',
    p_container: 'string',
    p_retailprice: MONEY,
    p_comment: 'string',
  },
  1,
  [],
);

const PARTSUPP = table(
  'partsupp',
  { ps_partkey: 'int', ps_suppkey: 'int', ps_availqty: 'int', ps_supplycost: MONEY, ps_comment: 'string' },
  2,
  [
    { columns: ['ps_partkey'], table: 'part' },
    { columns: ['ps_suppkey'], table: 'supplier' },
  ],
);

const ORDERS = table(
  'orders',
  {
    o_orderkey: 'bigint',
    o_custkey: 'int',
    o_orderstatus: 'string',
    o_totalprice: MONEY,
    o_orderdate: 'date',
    o_orderpriority: 'string',
    o_clerk: 'string',
    o_shippriority: 'int',
    o_comment: 'string',
  },
  1,
  [{ columns: ['o_custkey'], table: 'customer' }],
);

const LINEITEM = table(
  'lineitem',
  {
    l_orderkey: 'bigint',
    l_linenumber: 'int',
    l_partkey: 'int',
    l_suppkey: 'int',
    l_quantity: MONEY,
    l_extendedprice: MONEY,
    l_discount: MONEY,
    l_tax: MONEY,
    l_returnflag: 'string',
    l_linestatus: 'string',
    l_shipdate: 'date',
    l_commitdate: 'date',
    l_receiptdate: 'date',
    l_shipinstruct: 'string',
    l_shipmode: 'string',
    l_comment: 'string',
  },
  2,
  [
    { columns: ['l_orderkey'], table: 'orders' },
    { columns: ['l_partkey'], table: 'part' },
    { columns: ['l_suppkey'], table: 'supplier' },
  ],
);

/** The eight tables of TPC-H, governed: a row filter on customers, two masks, and readers. */
export const TPCH_TABLES: readonly CorpusTable[] = [
  REGION,
  NATION,
  SUPPLIER,
  CUSTOMER,
  PART,
  PARTSUPP,
  ORDERS,
  LINEITEM,
];
