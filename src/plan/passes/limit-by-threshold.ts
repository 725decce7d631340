import { AliasGenerator } from '../../query/build.js';
import type { LimitRelation, Relation } from '../../query/relation.js';
import { rewriteRelation } from '../../query/rewrite.js';
import type { EngineTraits } from '../../sources/source.js';
import { isRepeatable } from '../repeatable.js';
import { upToBound } from '../up-to-bound.js';

/** Beyond this many rows of a group, a heap of them costs more than it saves. */
const MAX_HEAP_ROWS = 1000;

/**
 * Leaves out, before rows are ranked, those that lie beyond the n-th value of their group's first sort key.
 *
 * Before: `Limit 5 per origin ORDER BY delay DESC, id (x)`
 * After:  `Limit 5 per origin ORDER BY delay DESC, id (Filter(bound IS NULL OR delay >= bound,
 *         x JOIN (nth_largest(delay, 5) AS bound of x' BY origin)))`
 * A group with fewer than n values that are not NULL has no bound and keeps all of its rows.
 * Must not fire: on one sort key, where the engine keeps a heap anyway; where the input would be computed twice.
 */
export function limitByThreshold(relation: Relation, { sortsWholeGroups }: EngineTraits): Relation {
  if (!sortsWholeGroups) return relation;
  const aliases = new AliasGenerator();
  const bounded = (node: LimitRelation): Relation => {
    if (node.per === undefined || node.count === undefined) return node;
    const { partitionBy, orderBy } = node.per;
    const rows = node.count + node.offset;
    const [first] = orderBy;
    if (first === undefined || orderBy.length < 2 || partitionBy.length === 0) return node;
    if (rows === 0 || rows > MAX_HEAP_ROWS || !isRepeatable(node.input)) return node;
    return { ...node, input: upToBound(node.input, partitionBy, first, rows, aliases) };
  };
  return rewriteRelation(relation, { relation: (node) => (node.kind === 'limit' ? bounded(node) : node) });
}
