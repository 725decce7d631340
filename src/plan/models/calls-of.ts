import type { Expression, ModelCallExpression } from '../../query/expression.js';
import { mapExpressionChildren } from '../../query/map-children.js';

/** The outermost calls of models in an expression, those in its sub-queries aside. */
export function callsOf(expression: Expression): readonly ModelCallExpression[] {
  if (expression.kind === 'model-call') return [expression];
  const found: ModelCallExpression[] = [];
  mapExpressionChildren(expression, {
    relation: (child) => child,
    expression: (child) => {
      found.push(...callsOf(child));
      return child;
    },
  });
  return found;
}
