import type { Expression } from './expression.js';
import { type ChildMapper, mapExpressionChildren, mapRelationChildren } from './map-children.js';
import type { Relation } from './relation.js';

export interface Rewriter {
  /** Given a node whose children are rewritten already; returns its replacement. */
  readonly expression?: (node: Expression) => Expression;
  readonly relation?: (node: Relation) => Relation;
}

function mapperOf(rewriter: Rewriter): ChildMapper {
  const mapper: ChildMapper = {
    expression: (node) => {
      const rebuilt = mapExpressionChildren(node, mapper);
      return rewriter.expression === undefined ? rebuilt : rewriter.expression(rebuilt);
    },
    relation: (node) => {
      const rebuilt = mapRelationChildren(node, mapper);
      return rewriter.relation === undefined ? rebuilt : rewriter.relation(rebuilt);
    },
  };
  return mapper;
}

/** Rewrites a relation bottom-up, through all of its expressions and their sub-queries. */
export function rewriteRelation(root: Relation, rewriter: Rewriter): Relation {
  return mapperOf(rewriter).relation(root);
}

/** Rewrites an expression bottom-up, through its sub-queries. */
export function rewriteExpression(root: Expression, rewriter: Rewriter): Expression {
  return mapperOf(rewriter).expression(root);
}
