import type { Relation } from './relation.js';
import { definedAliases } from './rename-aliases.js';
import { walkRelation } from './walk.js';

/**
 * Whether a relation reads nothing of the query around it: no column of an outer row, no binding of an outer With.
 * @param known bindings of outer Withs that it may read
 */
export function isSelfContained(root: Relation, known: ReadonlySet<string> = new Set()): boolean {
  const aliases = definedAliases(root);
  const bindings = new Set<string>();
  const references = new Set<string>();
  let reachesOut = false;
  walkRelation(root, {
    relation: (node) => {
      if (node.kind === 'with') for (const { name } of node.bindings) bindings.add(name);
      if (node.kind === 'reference' && node.staged !== true) references.add(node.name);
    },
    expression: (node) => {
      if (node.kind === 'column' && !aliases.has(node.relation)) reachesOut = true;
    },
  });
  return !reachesOut && [...references].every((name) => bindings.has(name) || known.has(name));
}
