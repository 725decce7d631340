import type { Expression } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import { definedAliases } from '../../../query/rename-aliases.js';
import { walkExpression, walkRelation } from '../../../query/walk.js';

/** Aliases that a relation reads and does not define: those of the queries around it. */
export function outerAliases(relation: Relation): ReadonlySet<string> {
  const defined = definedAliases(relation);
  const outer = new Set<string>();
  walkRelation(relation, {
    expression: (node) => {
      if (node.kind === 'column' && !defined.has(node.relation)) outer.add(node.relation);
    },
  });
  return outer;
}

/** Whether some sub-query within the expression reads a column of `alias`. */
export function isReadInSubquery(expression: Expression, alias: string): boolean {
  let found = false;
  walkExpression(expression, {
    relation: (relation) => {
      if (!found && outerAliases(relation).has(alias)) found = true;
    },
  });
  return found;
}

/** Whether the expression depends on a row at all: it reads a column or holds a sub-query. */
export function readsRows(expression: Expression): boolean {
  let found = false;
  walkExpression(expression, {
    expression: (node) => {
      if (node.kind === 'column') found = true;
    },
    relation: () => {
      found = true;
    },
  });
  return found;
}

export function holdsSubquery(expression: Expression): boolean {
  let found = false;
  walkExpression(expression, {
    relation: () => {
      found = true;
    },
  });
  return found;
}

/** Aliases whose columns may be read above the relation. */
export function visibleAliases(relation: Relation): readonly string[] {
  switch (relation.kind) {
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
    case 'barrier':
      return visibleAliases(relation.input);
    case 'window':
    case 'nest':
      return [...visibleAliases(relation.input), relation.alias];
    case 'join':
      return [...visibleAliases(relation.left), ...visibleAliases(relation.right)];
    case 'with':
      return visibleAliases(relation.body);
    case 'scan':
    case 'project':
    case 'aggregate':
    case 'set-operation':
    case 'values':
    case 'series':
    case 'unnest':
    case 'reference':
      return [relation.alias];
    default:
      return relation satisfies never;
  }
}
