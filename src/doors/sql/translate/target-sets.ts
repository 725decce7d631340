import type { Relation } from '../../../query/relation.js';
import { isPgNode, type PgNode, type PgValue } from '../analysis/read-node.js';
import { joinParts } from './from-clause.js';
import type { Level } from './level.js';
import { flagOf, nodeOf, nodesOf } from './pg-tree.js';
import { tableFunction } from './table-function.js';
import type { Translation } from './translation.js';

/** The calls in a value that return sets; sub-queries have their own. */
function setCalls(value: PgValue | undefined): readonly PgNode[] {
  if (Array.isArray(value)) return value.flatMap((item: PgValue) => setCalls(item));
  if (!isPgNode(value) || value.tag === 'QUERY') return [];
  const inner = Object.values(value.fields).flatMap((field) => setCalls(field));
  return value.tag === 'FUNCEXPR' && flagOf(value, 'funcretset') ? [value, ...inner] : inner;
}

/**
 * The rows joined with those of a set-returning function in the select list: Postgres makes a row of each of its
 * values before DISTINCT, ORDER BY and LIMIT. One such call, and not above groups or windows, which come before it.
 */
export function withTargetSets(translation: Translation, level: Level, rows: Relation): Relation {
  const { query } = level;
  if (!flagOf(query, 'hasTargetSRFs')) return rows;
  const calls = nodesOf(query, 'targetList').flatMap((entry) => setCalls(nodeOf(entry, 'expr')));
  const [only, second] = calls;
  if (only === undefined) throw translation.refuse('this set-returning function', query);
  if (second !== undefined) {
    throw translation.refuse('more than one set-returning function in the select list', second);
  }
  const isGrouped =
    flagOf(query, 'hasAggs') || nodesOf(query, 'groupClause').length > 0 || nodesOf(query, 'groupingSets').length > 0;
  if (isGrouped || flagOf(query, 'hasWindowFuncs')) {
    throw translation.refuse('a set-returning function in the select list beside aggregates or windows', only);
  }
  const { relation, columns } = tableFunction(translation, level, only, false);
  const [value] = columns;
  if (value === undefined) throw translation.refuse('this set-returning function', only);
  level.setColumns.set(only, value);
  return joinParts(translation, level, 'inner', rows, relation, undefined);
}
