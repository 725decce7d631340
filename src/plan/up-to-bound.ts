import { conjunction } from '../functions/conjunction.js';
import { aggregateCall, call } from '../functions/registry.js';
import { type AliasGenerator, aggregate, column, filter, join, literal } from '../query/build.js';
import { conjuncts } from '../query/conjunction.js';
import type { Expression, SortKey } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import { INT64 } from '../query/types.js';
import { copyOf } from './repeatable.js';

function nameOf(node: Expression): string | undefined {
  return node.kind === 'column' ? `${node.relation}.${node.name}` : undefined;
}

/**
 * Takes "the group is one of these" off the rows that are joined with the bounds: the bounds are of just these groups.
 * `isKeyed`: it was there, so that no row's group is NULL.
 */
function withoutKeyFilter(
  input: Relation,
  partitionBy: readonly Expression[],
): { readonly rows: Relation; readonly isKeyed: boolean } {
  if (input.kind === 'project') {
    const below = partitionBy.map((part) =>
      part.kind === 'column' && part.relation === input.alias
        ? (input.items.find(({ name }) => name === part.name)?.expression ?? part)
        : part,
    );
    const { rows, isKeyed } = withoutKeyFilter(input.input, below);
    return { rows: { ...input, input: rows }, isKeyed };
  }
  if (input.kind !== 'filter') return { rows: input, isKeyed: false };
  const groups = new Set(partitionBy.map(nameOf));
  const isKeyFilter = (term: Expression): boolean =>
    term.kind === 'in-subquery' &&
    term.operands.length === groups.size &&
    term.operands.every((operand) => groups.has(nameOf(operand)));
  const terms = conjuncts(input.predicate);
  const kept = terms.filter((term) => !isKeyFilter(term));
  if (groups.has(undefined) || kept.length === terms.length) return { rows: input, isKeyed: false };
  return { rows: kept.length === 0 ? input.input : filter(input.input, conjunction(kept)), isKeyed: true };
}

/**
 * The rows of each group (of all, if there are none) up to the n-th value of the group's first sort key, and those
 * equal to it: a superset of the group's first `rows` rows in any order that begins with this key. A group with
 * fewer values that are not NULL has no bound and keeps all of its rows. `input` must be repeatable.
 */
export function upToBound(
  input: Relation,
  partitionBy: readonly Expression[],
  first: SortKey,
  rows: number,
  aliases: AliasGenerator,
): Relation {
  const copy = copyOf(input, [first.expression, ...partitionBy], () => aliases.fresh('z'));
  const [value = first.expression, ...groups] = copy.expressions;
  const isUp = first.direction === 'asc';
  const alias = aliases.fresh('h');
  const nth = aggregateCall(isUp ? 'nth_smallest' : 'nth_largest', [value, literal(BigInt(rows), INT64)]);
  const bounds = aggregate(
    copy.relation,
    alias,
    groups.map((expression, index) => ({ name: `key${index + 1}`, expression })),
    [{ name: 'bound', expression: nth }],
  );
  const { rows: joined, isKeyed } = withoutKeyFilter(input, partitionBy);
  const on = partitionBy.map((part, index) =>
    call(isKeyed ? 'eq' : 'is_not_distinct_from', [part, column(alias, `key${index + 1}`, part.type)]),
  );
  const bound = column(alias, 'bound', first.expression.type);
  const within = [
    call('is_null', [bound]),
    call(isUp ? 'lte' : 'gte', [first.expression, bound]),
    ...(first.nulls === 'first' ? [call('is_null', [first.expression])] : []),
  ];
  return filter(join('inner', joined, bounds, conjunction(on)), call('or', within));
}
