import type { NamedExpression } from '../query/expression.js';
import type { AggregateRelation, Field, Relation } from '../query/relation.js';

/**
 * The rows of each grouping set one after the other, for engines that have one set at a time:
 * `GROUP BY GROUPING SETS ((a), ())` is the groups by `a`, and one more of all rows whose `a` is NULL.
 */
export function unitedSets({ input, alias, groups, groupingSets = [], aggregates }: AggregateRelation): Relation {
  const fields: readonly Field[] = [...groups, ...aggregates].map(({ name, expression }) => ({
    name,
    type: expression.type,
    nullable: true,
  }));
  const sets = groupingSets.map((set): Relation => {
    const kept = groups.filter((_, index) => set.includes(index));
    const items = [...groups, ...aggregates].map(({ name, expression: { type } }): NamedExpression => {
      const isLeftOut = groups.some((group) => group.name === name) && !kept.some((group) => group.name === name);
      return {
        name,
        expression: isLeftOut
          ? { kind: 'literal', value: null, type }
          : { kind: 'column', relation: alias, name, type },
      };
    });
    const grouped: Relation = { kind: 'aggregate', input, alias, groups: kept, groupingSets: undefined, aggregates };
    return { kind: 'project', input: grouped, alias, items };
  });
  const [first, ...rest] = sets;
  if (first === undefined) return { kind: 'values', alias, fields, rows: [] };
  return rest.reduce<Relation>(
    (left, right) => ({ kind: 'set-operation', operation: 'union', all: true, left, right, alias, fields }),
    first,
  );
}
