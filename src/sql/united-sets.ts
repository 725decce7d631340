import type { AggregateCallExpression, Expression, NamedExpression } from '../query/expression.js';
import type { AggregateRelation, Field, Relation } from '../query/relation.js';

const textOf = (expression: Expression) =>
  JSON.stringify(expression, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

function isGrouping(expression: Expression): expression is AggregateCallExpression {
  return expression.kind === 'aggregate-call' && expression.function === 'grouping';
}

/** GROUPING of one set is a constant: a bit for each argument that the set leaves out. */
function groupingBits(args: readonly Expression[], kept: readonly NamedExpression[]): bigint {
  const present = new Set(kept.map(({ expression }) => textOf(expression)));
  return args.reduce((bits, argument) => bits * 2n + (present.has(textOf(argument)) ? 0n : 1n), 0n);
}

/** The groups of one set, under all names that the sets have together. */
function ofSet({ input, alias, groups, aggregates }: AggregateRelation, set: readonly number[]): Relation {
  const kept = groups.filter((_, index) => set.includes(index));
  const computed = aggregates.filter(({ expression }) => !isGrouping(expression));
  const items = [...groups, ...aggregates].map(({ name, expression }): NamedExpression => {
    const { type } = expression;
    if (isGrouping(expression))
      return { name, expression: { kind: 'literal', value: groupingBits(expression.arguments, kept), type } };
    const isThere = [...kept, ...computed].some((output) => output.name === name);
    return {
      name,
      expression: isThere ? { kind: 'column', relation: alias, name, type } : { kind: 'literal', value: null, type },
    };
  });
  // One group of all rows, of which nothing is asked: without an aggregate SQL would give each row.
  if (kept.length === 0 && computed.length === 0)
    return { kind: 'project', input: { kind: 'values', alias, fields: [], rows: [[]] }, alias, items };
  const grouped: Relation = {
    kind: 'aggregate',
    input,
    alias,
    groups: kept,
    groupingSets: undefined,
    aggregates: computed,
  };
  return { kind: 'project', input: grouped, alias, items };
}

/**
 * The rows of each grouping set one after the other, for engines that have one set at a time:
 * `GROUP BY GROUPING SETS ((a), ())` is the groups by `a`, and one more of all rows whose `a` is NULL.
 */
export function unitedSets(relation: AggregateRelation): Relation {
  const { alias, groups, groupingSets = [], aggregates } = relation;
  const fields: readonly Field[] = [...groups, ...aggregates].map(({ name, expression }) => ({
    name,
    type: expression.type,
    nullable: true,
  }));
  const [first, ...rest] = groupingSets.map((set) => ofSet(relation, set));
  if (first === undefined) return { kind: 'values', alias, fields, rows: [] };
  return rest.reduce<Relation>(
    (left, right) => ({ kind: 'set-operation', operation: 'union', all: true, left, right, alias, fields }),
    first,
  );
}
