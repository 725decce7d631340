import type { Expression, SortKey } from '../../../query/expression.js';
import type { PgNode } from '../analysis/read-node.js';
import { flagOf } from './pg-tree.js';

/** A constant orders nothing, and SQL text would read a number as a column's place. */
function isConstant(expression: Expression): boolean {
  if (expression.kind === 'cast') return isConstant(expression.operand);
  return expression.kind === 'literal' || expression.kind === 'parameter';
}

/** Sort keys of `SORTGROUPCLAUSE`s; `expressionOf` gives each its expression. */
export function sortKeysOf(
  clauses: readonly PgNode[],
  expressionOf: (clause: PgNode) => Expression,
): readonly SortKey[] {
  return clauses.flatMap((clause): readonly SortKey[] => {
    const expression = expressionOf(clause);
    if (isConstant(expression)) return [];
    const direction = flagOf(clause, 'reverse_sort') ? 'desc' : 'asc';
    return [{ expression, direction, nulls: flagOf(clause, 'nulls_first') ? 'first' : 'last' }];
  });
}
