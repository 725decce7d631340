import { conjunction } from '../../functions/conjunction.js';
import { aggregateCall, call } from '../../functions/registry.js';
import { AliasGenerator, aggregate, column, filter, join, literal } from '../../query/build.js';
import { conjuncts } from '../../query/conjunction.js';
import type { Expression } from '../../query/expression.js';
import type { LimitRelation, Relation } from '../../query/relation.js';
import { rewriteRelation } from '../../query/rewrite.js';
import { INT64 } from '../../query/types.js';
import type { EngineTraits } from '../../sources/source.js';
import { copyOf, isRepeatable } from '../repeatable.js';

/** Beyond this many rows of a group, a heap of them costs more than it saves. */
const MAX_HEAP_ROWS = 1000;

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
    const copy = copyOf(node.input, [first.expression, ...partitionBy], () => aliases.fresh('z'));
    const [value, ...groups] = copy.expressions;
    if (value === undefined) return node;
    const isUp = first.direction === 'asc';
    const alias = aliases.fresh('h');
    const bounds = aggregate(
      copy.relation,
      alias,
      groups.map((expression, index) => ({ name: `key${index + 1}`, expression })),
      [
        {
          name: 'bound',
          expression: aggregateCall(isUp ? 'nth_smallest' : 'nth_largest', [value, literal(BigInt(rows), INT64)]),
        },
      ],
    );
    const { rows: input, isKeyed } = withoutKeyFilter(node.input, partitionBy);
    const on = partitionBy.map((part, index) =>
      call(isKeyed ? 'eq' : 'is_not_distinct_from', [part, column(alias, `key${index + 1}`, part.type)]),
    );
    const bound = column(alias, 'bound', first.expression.type);
    const within = [
      call('is_null', [bound]),
      call(isUp ? 'lte' : 'gte', [first.expression, bound]),
      ...(first.nulls === 'first' ? [call('is_null', [first.expression])] : []),
    ];
    return { ...node, input: filter(join('inner', input, bounds, conjunction(on)), call('or', within)) };
  };
  return rewriteRelation(relation, { relation: (node) => (node.kind === 'limit' ? bounded(node) : node) });
}
