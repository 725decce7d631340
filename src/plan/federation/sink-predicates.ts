import { conjunction } from '../../functions/conjunction.js';
import { functionNamed } from '../../functions/registry.js';
import { filter, TRUE } from '../../query/build.js';
import { conjuncts } from '../../query/conjunction.js';
import type { Expression } from '../../query/expression.js';
import { outputsOf } from '../../query/outputs.js';
import type { FilterRelation, JoinRelation, Relation } from '../../query/relation.js';
import { definedAliases } from '../../query/rename-aliases.js';
import { walkExpression } from '../../query/walk.js';

/** Aliases of the columns that an expression reads, those of its own sub-queries' relations not counted. */
export function aliasesRead(expression: Expression): ReadonlySet<string> {
  const read = new Set<string>();
  const own = new Set<string>();
  walkExpression(expression, {
    expression: (node) => void (node.kind === 'column' && read.add(node.relation)),
    relation: (node) => {
      for (const alias of definedAliases(node)) own.add(alias);
    },
  });
  return new Set([...read].filter((alias) => !own.has(alias)));
}

const aliasesOf = (relation: Relation) => new Set(outputsOf(relation).map((output) => output.relation));

const isWithin = (read: ReadonlySet<string>, aliases: ReadonlySet<string>) =>
  read.size > 0 && [...read].every((alias) => aliases.has(alias));

/** Whether a condition is never true where all columns of these aliases are NULL, as a missing row's are. */
function rejectsNulls(term: Expression, aliases: ReadonlySet<string>): boolean {
  const isOwn = (node: Expression) => node.kind === 'column' && aliases.has(node.relation);
  if (term.kind === 'in-list') return isOwn(term.operand);
  if (term.kind !== 'call') return false;
  if (term.function === 'and') return term.arguments.some((part) => rejectsNulls(part, aliases));
  if (term.function === 'or') return term.arguments.every((part) => rejectsNulls(part, aliases));
  return functionNamed(term.function)?.nulls === 'strict' && term.function !== 'not' && term.arguments.some(isOwn);
}

function withTerms(input: Relation, terms: readonly Expression[]): Relation {
  return terms.length === 0 ? input : filter(input, conjunction(terms));
}

/**
 * Moves the conditions above a join to the side that they are of, or into its own condition, so that each source gets
 * all that it can decide. A left join whose missing rows no condition lets through becomes an inner one.
 *
 * Before: `Filter(a.x = b.y AND a.z = 1, a CROSS JOIN b)` — after: `Filter(a.z = 1, a) INNER JOIN b ON a.x = b.y`.
 * Must not fire: below the optional side of an outer join, where a condition above would also meet the missing rows.
 */
export function sinkPredicates(relation: FilterRelation): Relation {
  const { input } = relation;
  if (input.kind !== 'join' || input.lateral) return relation;
  const terms = conjuncts(relation.predicate);
  const [left, right] = [aliasesOf(input.left), aliasesOf(input.right)];
  const isInner = input.type === 'inner' || (input.type === 'left' && terms.some((term) => rejectsNulls(term, right)));
  const type = isInner ? 'inner' : input.type;
  const keepsLeft = type === 'inner' || type === 'left' || type === 'semi' || type === 'anti';
  const sunk = {
    left: [] as Expression[],
    right: [] as Expression[],
    on: [] as Expression[],
    above: [] as Expression[],
  };
  for (const term of terms) {
    const read = aliasesRead(term);
    if (keepsLeft && isWithin(read, left)) sunk.left.push(term);
    else if (isInner && isWithin(read, right)) sunk.right.push(term);
    else if (isInner && isWithin(read, new Set([...left, ...right]))) sunk.on.push(term);
    else sunk.above.push(term);
  }
  if (type === input.type && sunk.above.length === terms.length) return relation;
  const isCross = input.on.kind === 'literal' && input.on.value === true;
  const on = [...(isCross ? [] : conjuncts(input.on)), ...sunk.on];
  const sunkJoin: JoinRelation = {
    ...input,
    type,
    left: withTerms(input.left, sunk.left),
    right: withTerms(input.right, sunk.right),
    on: on.length === 0 ? TRUE : conjunction(on),
  };
  return withTerms(sunkJoin, sunk.above);
}
