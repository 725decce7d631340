import { column, join, project, TRUE } from '../../../query/build.js';
import type { Expression } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import type { PgNode } from '../analysis/read-node.js';
import { holdsSubquery, readsRows } from './aliases-read.js';
import { GroupStage } from './group-stage.js';
import { groupingSetsOf } from './grouping-sets.js';
import type { Level } from './level.js';
import { flagOf, nodesOf, numberOf, optionalNode } from './pg-tree.js';
import { rebase } from './rebase.js';
import type { Translation } from './translation.js';

const GROUP = 9;

function isAggregated(query: PgNode): boolean {
  return (
    flagOf(query, 'hasAggs') ||
    nodesOf(query, 'groupClause').length > 0 ||
    nodesOf(query, 'groupingSets').length > 0 ||
    optionalNode(query, 'havingQual') !== undefined
  );
}

/** A constant as a column of a joined one-row table: SQL text would read it as a column's place. */
function asColumns(
  translation: Translation,
  input: Relation,
  groups: readonly Expression[],
): { readonly input: Relation; readonly groups: readonly Expression[] } {
  const constants = groups.filter((group) => !readsRows(group));
  if (constants.length === 0) return { input, groups };
  const alias = translation.fresh('v');
  const fields = constants.map(({ type }, index) => ({ name: `c${index + 1}`, type, nullable: true }));
  const row: Relation = { kind: 'values', alias, fields, rows: [constants] };
  return {
    input: join('inner', input, row, TRUE),
    groups: groups.map((group) =>
      constants.includes(group) ? column(alias, `c${constants.indexOf(group) + 1}`, group.type) : group,
    ),
  };
}

/** The group expressions; one with a sub-query is computed in a derived table, so that it can be named. */
function groupExpressions(
  translation: Translation,
  level: Level,
  input: Relation,
): { readonly input: Relation; readonly groups: readonly Expression[] } {
  const range = level.ranges.find((entry) => numberOf(entry.node, 'rtekind') === GROUP);
  const nodes = range === undefined ? [] : nodesOf(range.node, 'groupexprs');
  const translate = () => nodes.map((node) => translation.expression(node, level));
  const groups = translate();
  const computed = groups.filter(holdsSubquery);
  if (computed.length === 0) return asColumns(translation, input, groups);
  const derived = rebase(translation, level, input, computed);
  const rebased = translate().map((group, index) => {
    const original = groups[index];
    const place = original === undefined ? -1 : computed.indexOf(original);
    return derived.extra[place] ?? group;
  });
  return asColumns(translation, derived.relation, rebased);
}

/** Begins the aggregation of a query that has one; from here its expressions are evaluated on groups. */
export function beginGroups(translation: Translation, level: Level, input: Relation): Relation {
  if (!isAggregated(level.query)) return input;
  const prepared = groupExpressions(translation, level, input);
  const sets = groupingSetsOf(level.query);
  const isOneTotal = sets?.length === 1 && prepared.groups.length === 0;
  level.groups = new GroupStage(translation.fresh('a'), prepared.groups, isOneTotal ? undefined : sets);
  level.phase = 'groups';
  return prepared.input;
}

/**
 * The Aggregate of a query's gathered groups. `isolated`: as a derived table, whose columns a correlated sub-query
 * may read where it could not read a group's expression.
 */
export function finishGroups(
  translation: Translation,
  stage: GroupStage,
  input: Relation,
  isolated: boolean,
): Relation {
  if (!isolated) return stage.build(input, stage.alias);
  const inner = translation.fresh('a');
  const items = stage.items.map(({ name, expression }) => ({ name, expression: column(inner, name, expression.type) }));
  return project(stage.build(input, inner), stage.alias, items);
}
