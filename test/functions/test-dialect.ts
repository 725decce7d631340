import type { Expression } from '../../src/query/expression.js';
import type { Relation } from '../../src/query/relation.js';
import { duckdbDialect } from '../../src/sources/duckdb/dialect.js';
import { printStatement } from '../../src/sql/print-statement.js';

/** The real dialect, its tables named by the last part of their name as these tests make them. */
const dialect = {
  ...duckdbDialect,
  table: (reference: { readonly name: string }) =>
    duckdbDialect.quoteIdentifier(reference.name.split('.').at(-1) ?? ''),
};

/** DuckDB text of `SELECT expressions FROM relation`, the columns named e0, e1, …; nothing may be left to bind. */
export function printSelect(relation: Relation, expressions: readonly Expression[]): string {
  const items = expressions.map((expression, index) => ({ name: `e${index}`, expression }));
  const statement = printStatement({ kind: 'project', input: relation, alias: 'out', items }, dialect);
  if (statement.parameters.length > 0) throw new Error('these tests bind nothing');
  return statement.text;
}
