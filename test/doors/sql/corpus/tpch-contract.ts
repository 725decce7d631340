import type { CorpusTable } from './corpus-table.js';
import { TPCH_TABLES } from './tpch-tables.js';

const SCALARS: Readonly<Record<string, string>> = {
  string: 'String',
  int: 'Int',
  bigint: 'BigInt',
  date: 'Date',
  'decimal(15,2)': 'Decimal',
};

const NAMES: Readonly<Record<string, readonly [type: string, plural: string]>> = {
  region: ['Region', 'regions'],
  nation: ['Nation', 'nations'],
  supplier: ['Supplier', 'suppliers'],
  customer: ['Customer', 'customers'],
  part: ['Part', 'parts'],
  partsupp: ['PartSupplier', 'partSuppliers'],
  orders: ['Order', 'orders'],
  lineitem: ['LineItem', 'lineItems'],
};

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function typeSdl(table: CorpusTable): string {
  const [type, plural] = NAMES[table.name.split('.').at(-1) ?? ''] ?? [];
  if (type === undefined) throw new Error(`No type name for ${table.name}.`);
  const fields = table.columns.map((column) => {
    const required = column.mask === undefined ? '!' : '';
    return `  ${camel(column.name)}: ${SCALARS[column.type]}${required} @column(name: "${column.name}")`;
  });
  const key = table.key.map(camel).join(' ');
  const mapping = `@table(source: "lakehouse", name: "${table.name}", plural: "${plural}")`;
  return `type ${type} ${mapping} @key(fields: "${key}") {\n${fields.join('\n')}\n}\n`;
}

/** The contract of the TPC-H tables, as a file of schema/. */
export function tpchContract(): string {
  return TPCH_TABLES.map(typeSdl).join('\n');
}
