import type { DatabaseDescription, TableDescription } from '../../../../src/doors/sql/analysis/database-description.js';
import {
  arrayType,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../../src/query/types.js';

const INT8: DataType = { kind: 'integer', bits: 8 };

type Columns = Readonly<Record<string, DataType>>;

interface WorldTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: Columns;
  /** Rows as SQL that Postgres and DuckDB read alike. */
  readonly rows: string;
}

/** Small tables with NULLs, ties, negative numbers, empty texts and unmatched keys. */
export const TABLES: readonly WorldTable[] = [
  {
    name: 'customers',
    key: ['id'],
    columns: { id: INT32, name: STRING, city: STRING, tier: INT32, joined: TIMESTAMP, credit: decimalType(12, 2) },
    rows: `(1, 'Ada', 'Oslo', 1, '2023-01-05 08:00:00+00', 100.50), (2, 'Bo', 'Rome', 2, '2023-02-10 23:30:00+00', -20.00),
      (3, 'Cy', 'Oslo', 2, NULL, 0), (4, 'Di', NULL, NULL, '2024-02-29 12:00:00+00', NULL),
      (5, 'Éva', 'Rome', 3, '2024-12-31 23:59:59+00', 999.99), (6, '', 'oslo', 1, '2020-06-01 00:00:00+00', 12.34)`,
  },
  {
    name: 'orders',
    key: ['id'],
    columns: {
      id: INT32,
      customer_id: INT32,
      amount: decimalType(10, 2),
      placed: DATE,
      shipped: TIMESTAMP_NTZ,
      note: STRING,
      rush: BOOLEAN,
      weight: FLOAT64,
      views: INT64,
    },
    rows: `(1, 1, 10.00, '2024-01-15', '2024-01-16 10:30:00', 'first', true, 1.5, 10),
      (2, 1, 25.50, '2024-01-31', NULL, NULL, false, 2.25, 20), (3, 2, -5.25, '2024-02-29', '2024-03-01 00:00:00', 'refund', NULL, -1, 30),
      (4, 2, 10.00, '2024-03-01', '2024-03-02 23:59:59', 'a%b_c', true, NULL, NULL), (5, 3, NULL, NULL, NULL, '', false, 0, 50),
      (6, 3, 100.00, '2024-03-15', '2024-03-16 12:00:00', 'big', true, 10.5, 60), (7, NULL, 7.77, '2023-12-31', NULL, 'orphan', NULL, 3.5, 7000000000),
      (8, 9, 42.00, '2024-02-01', '2024-02-02 08:15:30.5', 'no one', false, 4.0, -80), (9, 1, 25.50, '2024-01-31', NULL, 'first', false, 2.25, 20),
      (10, 5, 0.01, '2022-07-04', '2022-07-04 00:00:01', 'O''Hara', true, 0.1, 0)`,
  },
  {
    name: 'items',
    key: [],
    columns: { order_id: INT32, line: INT32, sku: STRING, qty: INT32, price: decimalType(8, 3), rank: INT8 },
    rows: `(1, 1, 'A', 2, 2.500, 100), (1, 2, 'B', 1, 5.000, 100), (2, 1, 'A', 10, 2.550, -100), (3, 1, 'C', -1, 5.250, 1), (4, 1, 'B', 2, 5.000, NULL),
      (6, 1, 'D', NULL, 9.999, 127), (6, 2, 'A', 4, 2.500, -128), (8, 1, NULL, 3, NULL, 0), (10, 1, 'A', 0, 0.010, 7)`,
  },
  {
    name: 'tags',
    key: ['id'],
    columns: { id: INT32, labels: arrayType(STRING), scores: arrayType(INT32) },
    rows: `(1, ARRAY['red', 'blue'], ARRAY[1, 2, 3]), (2, ARRAY['red'], ARRAY[5, NULL]), (3, NULL, NULL), (4, ARRAY['green', NULL], ARRAY[-1])`,
  },
  { name: 'nothing', key: [], columns: { id: INT32, v: STRING }, rows: '' },
];

function describeTable({ name, key, columns }: WorldTable): TableDescription {
  return {
    fullName: `lakehouse.gold.${name}`,
    schema: 'gold',
    name,
    comment: undefined,
    columns: Object.entries(columns).map(([column, type]) => ({
      name: column,
      type,
      nullable: !key.includes(column),
      comment: undefined,
    })),
    primaryKey: key,
    foreignKeys: [],
  };
}

export const WORLD: DatabaseDescription = {
  key: 'translate-world',
  database: 'lakehouse',
  tables: TABLES.map(describeTable),
  searchPath: ['gold'],
  foreignSchemas: new Set(),
};

/** CREATE TABLE and INSERT statements; `typeName` spells a type. */
export function statementsFor(schema: string, typeName: (type: DataType) => string): readonly string[] {
  return TABLES.flatMap(({ name, key, columns, rows }) => {
    const defined = Object.entries(columns).map(([column, type]) => `${column} ${typeName(type)}`);
    const primary = key.length === 0 ? [] : [`PRIMARY KEY (${key.join(', ')})`];
    const create = `CREATE TABLE ${schema}.${name} (${[...defined, ...primary].join(', ')})`;
    return rows === '' ? [create] : [create, `INSERT INTO ${schema}.${name} VALUES ${rows}`];
  });
}
