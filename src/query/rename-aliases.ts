import type { Relation } from './relation.js';
import { rewriteRelation } from './rewrite.js';
import { walkRelation } from './walk.js';

/** The aliases that `root` and its sub-queries define. */
export function definedAliases(root: Relation): ReadonlySet<string> {
  const aliases = new Set<string>();
  walkRelation(root, {
    relation: (node) => {
      if ('alias' in node) aliases.add(node.alias);
    },
  });
  return aliases;
}

/** A copy of `root` in which each alias it defines has a fresh name; columns from outside keep theirs. */
export function renameAliases(root: Relation, fresh: (alias: string) => string): Relation {
  const names = new Map([...definedAliases(root)].map((alias) => [alias, fresh(alias)]));
  return rewriteRelation(root, {
    relation: (node) => {
      if (!('alias' in node)) return node;
      const alias = names.get(node.alias);
      return alias === undefined ? node : { ...node, alias };
    },
    expression: (node) => {
      if (node.kind !== 'column') return node;
      const relation = names.get(node.relation);
      return relation === undefined ? node : { ...node, relation };
    },
  });
}
