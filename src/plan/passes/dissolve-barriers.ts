import { mayRaise } from '../../functions/totality.js';
import type { Relation } from '../../query/relation.js';
import { rewriteRelation } from '../../query/rewrite.js';
import { walkRelation } from '../../query/walk.js';

/** Whether some expression of the whole tree, policies included, could raise. */
function canRaise(relation: Relation): boolean {
  let result = false;
  walkRelation(relation, {
    expression: (node) => {
      if (!result && mayRaise(node)) result = true;
    },
  });
  return result;
}

/**
 * Removes barriers from a query in which nothing can raise: then no evaluation order tells anything of hidden rows,
 * and the engine may plan across the policy as it likes.
 *
 * Before: `Aggregate(count, Barrier(Filter(policy, Scan)))` — after: `Aggregate(count, Filter(policy, Scan))`.
 * Must not fire: as soon as one expression anywhere, in the caller's part or in a policy, is not total.
 */
export function dissolveBarriers(relation: Relation): Relation {
  if (canRaise(relation)) return relation;
  return rewriteRelation(relation, { relation: (node) => (node.kind === 'barrier' ? node.input : node) });
}
