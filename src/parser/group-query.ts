import type { Expression, NamedExpression, SortKey } from '../query/expression.js';
import { mapExpressionChildren } from '../query/map-children.js';
import type { Relation } from '../query/relation.js';
import { walkExpression } from '../query/walk.js';
import type { ParserState } from './parser-state.js';
import type { FromTable } from './scope.js';
import type { Token } from './token.js';

/** The clauses above GROUP BY. */
export interface GroupedParts {
  readonly items: readonly Expression[];
  readonly having: Expression | undefined;
  readonly keys: readonly SortKey[];
}

/** Structure of an expression, so that `GROUP BY x` and `x` are found to be the same. */
const signature = (node: Expression) =>
  JSON.stringify(node, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

/**
 * Puts an Aggregate over `input` where the query groups or aggregates, and lets the clauses above read its columns:
 * what is grouped by and the aggregates, nothing else of the query's own tables.
 */
export function groupQuery(
  state: ParserState,
  select: Token,
  input: Relation,
  tables: readonly FromTable[],
  groups: readonly Expression[] | undefined,
  parts: GroupedParts,
): GroupedParts & { readonly input: Relation } {
  const above = [...parts.items, ...(parts.having ? [parts.having] : []), ...parts.keys.map((key) => key.expression)];
  if (groups === undefined && parts.having === undefined && !above.some(aggregates)) return { ...parts, input };
  const alias = state.freshAlias();
  const named = (groups ?? []).map((expression, index): NamedExpression => ({ name: `g${index + 1}`, expression }));
  const calls: NamedExpression[] = [];
  const own = new Set(tables.map((table) => table.scan.alias));
  const read = (expression: Expression): Expression => {
    const text = signature(expression);
    const group = named.find((candidate) => signature(candidate.expression) === text);
    if (group !== undefined) return { kind: 'column', relation: alias, name: group.name, type: expression.type };
    if (expression.kind === 'aggregate-call') {
      const known = calls.find((candidate) => signature(candidate.expression) === text);
      const entry = known ?? { name: `a${calls.length + 1}`, expression };
      if (known === undefined) calls.push(entry);
      return { kind: 'column', relation: alias, name: entry.name, type: expression.type };
    }
    if (expression.kind === 'column' && own.has(expression.relation)) {
      throw state.wrong(select, `its column ${expression.name} is neither grouped by nor aggregated`, 'SELECT');
    }
    return mapExpressionChildren(expression, { expression: read, relation: readRelation });
  };
  const readRelation = (relation: Relation): Relation => {
    const probe: Expression = { kind: 'exists', relation, type: { kind: 'boolean' } };
    walkExpression(probe, {
      expression: (node) => {
        if (node.kind === 'column' && own.has(node.relation)) {
          throw state.refused(select, 'SELECT', 'a sub-query above GROUP BY reads the ungrouped rows');
        }
      },
    });
    return relation;
  };
  const items = parts.items.map(read);
  const having = parts.having && read(parts.having);
  const keys = parts.keys.map((key) => ({ ...key, expression: read(key.expression) }));
  const aggregate: Relation = {
    kind: 'aggregate',
    input,
    alias,
    groups: named,
    groupingSets: undefined,
    aggregates: calls,
  };
  return { items, having, keys, input: aggregate };
}

/** Whether an expression holds an aggregate of this query; those of sub-queries are their own. */
function aggregates(expression: Expression): boolean {
  let found = expression.kind === 'aggregate-call';
  mapExpressionChildren(expression, {
    expression: (child: Expression) => {
      found ||= aggregates(child);
      return child;
    },
    relation: (child: Relation) => child,
  });
  return found;
}
