import type { Expression } from '../query/expression.js';
import type { Field, ScanRelation, TableReference } from '../query/relation.js';

/** What names in the text may mean outside of its own sub-queries. Names are as written; matching case is the scope's. */
export interface ParserScope {
  column(nameParts: readonly string[]): Expression | undefined;
  table(nameParts: readonly string[]): ScopeTable | undefined;
  /** The aggregate expression that `MEASURE(name)` stands for; a scope without metric views leaves it out. */
  measure?(name: string): Expression | undefined;
}

export interface ScopeTable {
  readonly reference: TableReference;
  readonly fields: readonly Field[];
}

/** A table of a sub-query's FROM. `qualifier`: the alias alone, or the parts of the table's own name. */
export interface FromTable {
  readonly scan: ScanRelation;
  readonly qualifier: readonly string[];
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** `flights`, `gold.flights` and `lakehouse.gold.flights` all name the same table, an alias only itself. */
export function qualifies(table: FromTable, qualifier: readonly string[]): boolean {
  const from = table.qualifier.length - qualifier.length;
  return from >= 0 && qualifier.every((part, index) => same(part, table.qualifier[from + index] ?? ''));
}

/** The columns of `tables` that a name may mean: none, one, or several (ambiguous). Case does not matter. */
export function columnsNamed(tables: readonly FromTable[], nameParts: readonly string[]): readonly Expression[] {
  const name = nameParts.at(-1) ?? '';
  const qualifier = nameParts.slice(0, -1);
  return tables
    .filter((table) => qualifier.length === 0 || qualifies(table, qualifier))
    .flatMap(({ scan }) =>
      scan.fields
        .filter((field) => same(field.name, name))
        .map((field): Expression => ({ kind: 'column', relation: scan.alias, name: field.name, type: field.type })),
    );
}
