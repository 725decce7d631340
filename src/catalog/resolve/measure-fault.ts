import type { Expression } from '../../query/expression.js';
import { mapExpressionChildren } from '../../query/map-children.js';

/** What keeps an expression from being a measure: a value for a group of rows. */
export function measureFault(root: Expression): string | undefined {
  let aggregates = 0;
  let fault: string | undefined;
  const visit = (node: Expression, inside: boolean): Expression => {
    if (node.kind === 'column' && !inside) fault ??= `reads column "${node.name}" outside an aggregate`;
    if (node.kind === 'aggregate-call') {
      aggregates += 1;
      if (inside) fault ??= 'has an aggregate inside another';
    }
    const below = inside || node.kind === 'aggregate-call';
    return mapExpressionChildren(node, { expression: (child) => visit(child, below), relation: (child) => child });
  };
  visit(root, false);
  return fault ?? (aggregates === 0 ? 'has no aggregate' : undefined);
}
