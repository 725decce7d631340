import { column, project } from '../../../query/build.js';
import type { ColumnExpression, NamedExpression } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import { visibleAliases } from './aliases-read.js';
import type { Level } from './level.js';
import type { Translation } from './translation.js';

/**
 * Makes a derived table of part of FROM: a Project of all that it lets be read. The level's range entries read it
 * from then on; `extra` expressions over the old columns come out as further columns.
 */
export function rebase(
  translation: Translation,
  level: Level,
  relation: Relation,
  extra: readonly NamedExpression['expression'][] = [],
): { readonly relation: Relation; readonly extra: readonly ColumnExpression[] } {
  const visible = new Set(visibleAliases(relation));
  const alias = translation.fresh('p');
  const items: NamedExpression[] = [];
  const put = (expression: NamedExpression['expression']) => {
    const name = `c${items.length + 1}`;
    items.push({ name, expression });
    return column(alias, name, expression.type);
  };
  for (const entry of level.ranges) {
    if (entry.columns?.some((found) => found !== undefined && visible.has(found.relation))) {
      entry.columns = entry.columns.map((found) => (found === undefined ? undefined : put(found)));
    }
  }
  const added = extra.map(put);
  return { relation: project(relation, alias, items), extra: added };
}
