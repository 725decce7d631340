import { TRUE } from '../../query/build.js';
import type { Expression } from '../../query/expression.js';
import type { Relation } from '../../query/relation.js';
import { rewriteRelation } from '../../query/rewrite.js';
import { walkExpression, walkRelation } from '../../query/walk.js';

/** The sources whose tables a relation reads, in its sub-queries too. */
export function sourcesOf(relation: Relation): ReadonlySet<string> {
  const sources = new Set<string>();
  walkRelation(relation, { relation: (node) => void (node.kind === 'scan' && sources.add(node.table.source)) });
  return sources;
}

/** The same of an expression's sub-queries. */
export function sourcesOfExpression(expression: Expression): ReadonlySet<string> {
  const sources = new Set<string>();
  walkExpression(expression, { relation: (node) => void (node.kind === 'scan' && sources.add(node.table.source)) });
  return sources;
}

/** The relation without what only spares work. */
export function withoutOptional(relation: Relation): Relation {
  return rewriteRelation(relation, {
    expression: (node) => (node.kind === 'in-subquery' && node.optional === true ? TRUE : node),
  });
}
