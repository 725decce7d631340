import { column, project } from '../../../query/build.js';
import type { Expression, NamedExpression } from '../../../query/expression.js';
import type { ProjectRelation, Relation } from '../../../query/relation.js';
import { definedAliases } from '../../../query/rename-aliases.js';
import { rewriteExpression } from '../../../query/rewrite.js';

export interface Isolated {
  readonly relation: ProjectRelation;
  /** Rewrites an expression over the old relation's columns to one over the new one's. */
  readonly rewrite: (expression: Expression) => Expression;
}

/**
 * Puts `relation` behind one alias, with just the columns that the rewritten expressions read. A nest's input has
 * to be such a Project, so that it can be named and read twice. Rewrite every expression before using `relation`.
 */
export function isolate(relation: Relation, alias: string, expressions: readonly Expression[]): Isolated {
  const inside = definedAliases(relation);
  const items = new Map<string, NamedExpression>();
  const rewrite = (expression: Expression): Expression =>
    rewriteExpression(expression, {
      expression: (node) => {
        if (node.kind !== 'column' || !inside.has(node.relation)) return node;
        const name = `${node.relation}_${node.name}`;
        if (!items.has(name)) items.set(name, { name, expression: node });
        return column(alias, name, node.type);
      },
    });
  for (const expression of expressions) rewrite(expression);
  return { relation: project(relation, alias, [...items.values()]), rewrite };
}
