import { conjunction } from '../../functions/conjunction.js';
import { isLeakproof, isTotal } from '../../functions/totality.js';
import { filter } from '../../query/build.js';
import { conjuncts } from '../../query/conjunction.js';
import type { Expression } from '../../query/expression.js';
import type { BarrierRelation, JoinRelation, Relation } from '../../query/relation.js';
import { definedAliases } from '../../query/rename-aliases.js';
import { rewriteExpression, rewriteRelation } from '../../query/rewrite.js';
import { walkExpression } from '../../query/walk.js';

/** A filter by all of the terms, or the input where there are none. */
function withFilter(input: Relation, terms: readonly Expression[]): Relation {
  return terms.length === 0 ? input : filter(input, conjunction(terms));
}

/** The term with the masks' columns replaced by what they are below the masks. */
function belowMasks(term: Expression, input: Relation): Expression {
  if (input.kind !== 'project') return term;
  return rewriteExpression(term, {
    expression: (node) =>
      node.kind === 'column' && node.relation === input.alias
        ? (input.items.find((item) => item.name === node.name)?.expression ?? node)
        : node,
  });
}

/** Adds the terms that may pass to the barrier's own filter; returns those that may not. */
function pushIntoBarrier(
  barrier: BarrierRelation,
  terms: readonly Expression[],
): { barrier: BarrierRelation; kept: Expression[] } {
  const masks = barrier.input;
  const rows = masks.kind === 'project' ? masks.input : masks;
  const policy = rows.kind === 'filter' ? rows.predicate : undefined;
  // A policy that can raise might tell, by raising or not, whether a hidden row meets the caller's predicate.
  if (policy !== undefined && !isTotal(policy)) return { barrier, kept: [...terms] };
  const pushed: Expression[] = [];
  const kept: Expression[] = [];
  const aliases = definedAliases(barrier);
  for (const term of terms) {
    const below = belowMasks(term, masks);
    // A term that reads an outer row would have the barrier evaluated anew for each of them.
    const isOwn = [...aliasesRead(term)].every((alias) => aliases.has(alias));
    if (isOwn && isLeakproof(below)) pushed.push(below);
    else kept.push(term);
  }
  if (pushed.length === 0) return { barrier, kept };
  const base = rows.kind === 'filter' ? rows.input : rows;
  const predicate = conjunction([...pushed, ...(policy === undefined ? [] : conjuncts(policy))]);
  const filtered = filter(base, predicate);
  return { barrier: { ...barrier, input: masks.kind === 'project' ? { ...masks, input: filtered } : filtered }, kept };
}

function aliasesRead(term: Expression): ReadonlySet<string> {
  const aliases = new Set<string>();
  walkExpression(term, {
    expression: (node) => {
      if (node.kind === 'column') aliases.add(node.relation);
    },
  });
  return aliases;
}

/** Pushes into the left side of a join, whose rows an inner or left join filters no differently. */
function pushIntoJoin(
  join: JoinRelation,
  terms: readonly Expression[],
): { relation: Relation; kept: readonly Expression[] } {
  if (join.type !== 'inner' && join.type !== 'left' && join.type !== 'semi' && join.type !== 'anti') {
    return { relation: join, kept: terms };
  }
  const aliases = definedAliases(join.left);
  const movable = terms.filter(
    (term) => isLeakproof(term) && [...aliasesRead(term)].every((alias) => aliases.has(alias)),
  );
  if (movable.length === 0) return { relation: join, kept: terms };
  const pushed = push(join.left, movable);
  const left = withFilter(pushed.relation, pushed.kept);
  return { relation: { ...join, left }, kept: terms.filter((term) => !movable.includes(term)) };
}

function push(input: Relation, terms: readonly Expression[]): { relation: Relation; kept: readonly Expression[] } {
  if (input.kind === 'barrier') {
    const { barrier, kept } = pushIntoBarrier(input, terms);
    return { relation: barrier, kept };
  }
  if (input.kind === 'join') return pushIntoJoin(input, terms);
  return { relation: input, kept: terms };
}

/**
 * Moves the caller's leakproof predicates below a barrier, where the engine can prune with them.
 *
 * Before: `Filter(delay > 60, Barrier(Filter(policy, Scan)))`
 * After:  `Barrier(Filter(delay > 60 AND policy, Scan))`
 * Must not fire: for `1 / delay > 0`, which may raise on a hidden row; for a policy predicate that may raise itself.
 */
export function pushLeakproofPredicates(relation: Relation): Relation {
  return rewriteRelation(relation, {
    relation: (node) => {
      if (node.kind !== 'filter') return node;
      const { relation: input, kept } = push(node.input, conjuncts(node.predicate));
      return input === node.input ? node : withFilter(input, kept);
    },
  });
}
