import type { Expression } from './expression.js';
import { mapExpressionChildren, mapRelationChildren } from './map-children.js';
import type { Relation } from './relation.js';

export interface Visitor {
  readonly expression?: (node: Expression) => void;
  readonly relation?: (node: Relation) => void;
}

function walker(visitor: Visitor) {
  const mapper = {
    expression: (node: Expression): Expression => {
      visitor.expression?.(node);
      mapExpressionChildren(node, mapper);
      return node;
    },
    relation: (node: Relation): Relation => {
      visitor.relation?.(node);
      mapRelationChildren(node, mapper);
      return node;
    },
  };
  return mapper;
}

/** Visits every relation and expression below `root`, parents first, sub-queries included. */
export function walkRelation(root: Relation, visitor: Visitor): void {
  walker(visitor).relation(root);
}

/** Visits every expression and relation below `root`, parents first, sub-queries included. */
export function walkExpression(root: Expression, visitor: Visitor): void {
  walker(visitor).expression(root);
}
