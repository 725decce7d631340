import type { Expression } from '../../src/query/expression.js';
import type { Relation } from '../../src/query/relation.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { printStatement } from '../../src/sql/print-statement.js';
import { duckdbLiteral, duckdbType } from './duckdb.js';

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The least DuckDB dialect that prints what these tests make; tables are named by the last part of their name. */
const dialect: Dialect = {
  name: 'duckdb',
  quoteIdentifier: quote,
  literal: duckdbLiteral,
  parameter: () => {
    throw new Error('these tests bind nothing');
  },
  typeName: duckdbType,
  cast: (operand, _from, to, tryCast) => `${tryCast ? 'TRY_CAST' : 'CAST'}(${operand} AS ${duckdbType(to)})`,
  table: (reference) => quote(reference.name.split('.').at(-1) ?? ''),
  materialized: '',
  limit: (count, offset) => `LIMIT ${count} OFFSET ${offset}`,
  jsonValue: () => {
    throw new Error('these tests make no JSON');
  },
  concat: (parts) => `(${parts.join(' || ')})`,
  text: (value) => duckdbLiteral(value, { kind: 'string' }),
};

/** DuckDB text of `SELECT expressions FROM relation`, the columns named e0, e1, … */
export function printSelect(relation: Relation, expressions: readonly Expression[]): string {
  const items = expressions.map((expression, index) => ({ name: `e${index}`, expression }));
  return printStatement({ kind: 'project', input: relation, alias: 'out', items }, dialect).text;
}
