import type { Expression } from '../query/expression.js';
import { mapExpressionChildren } from '../query/map-children.js';

/** Most nodes that the copies of one operand may come to. */
const MAX_COPIED_NODES = 2000;

const sizes = new WeakMap<Expression, number>();

/** Nodes of an expression as a tree, shared parts counted each time; a sub-query counts as infinitely many. */
function treeSize(expression: Expression): number {
  const known = sizes.get(expression);
  if (known !== undefined) return known;
  let size = 1;
  mapExpressionChildren(expression, {
    expression: (child) => {
      size += treeSize(child);
      return child;
    },
    relation: (child) => {
      size = Number.POSITIVE_INFINITY;
      return child;
    },
  });
  sizes.set(expression, size);
  return size;
}

/**
 * Whether an operand may stand `copies` times in the IR. BETWEEN and `CASE x WHEN` copy theirs: nested they would
 * grow without bound, and a copied sub-query would bear its alias twice. Answers a text that says why not.
 */
export function copyProblem(operand: Expression, copies: number): string | undefined {
  const size = treeSize(operand);
  if (size === Number.POSITIVE_INFINITY) return 'its operand holds a sub-query, which would run more than once';
  return size * copies > MAX_COPIED_NODES ? 'its operand is too large to be compared more than once' : undefined;
}
