import { conjunction } from '../../../functions/conjunction.js';
import { filter, TRUE } from '../../../query/build.js';
import { conjuncts } from '../../../query/conjunction.js';
import type { Expression } from '../../../query/expression.js';
import type { JoinType, Relation } from '../../../query/relation.js';
import { definedAliases } from '../../../query/rename-aliases.js';
import { walkExpression } from '../../../query/walk.js';
import type { PgNode } from '../analysis/read-node.js';
import { holdsSubquery, outerAliases, visibleAliases } from './aliases-read.js';
import type { Level } from './level.js';
import { nodeOf, nodesOf, numberOf, optionalNode } from './pg-tree.js';
import { rangeRelation } from './range-relation.js';
import { rebase } from './rebase.js';
import type { Translation } from './translation.js';

/** One row without columns: what a SELECT without FROM reads. */
export function unitRelation(translation: Translation): Relation {
  return { kind: 'values', alias: translation.fresh('v'), fields: [], rows: [[]] };
}

const JOIN_TYPES: readonly (JoinType | undefined)[] = ['inner', 'left', 'full', 'right'];

function isTrue(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === true;
}

/** Whether the expression, its sub-queries included, reads a column of the part. */
function readsPart(expression: Expression, part: Relation): boolean {
  const visible = new Set(visibleAliases(part));
  let found = false;
  walkExpression(expression, {
    expression: (node) => {
      if (node.kind === 'column' && visible.has(node.relation)) found = true;
    },
  });
  return found;
}

/**
 * An outer join. DuckDB takes no EXISTS or IN over a sub-query in its condition: such a term that reads one side is
 * computed as a column of that side.
 */
function outerJoin(
  translation: Translation,
  level: Level,
  type: JoinType,
  left: Relation,
  right: Relation,
  makeOn: () => Expression,
): Relation {
  const terms = conjuncts(makeOn());
  const leftTerms = terms.filter((term) => holdsSubquery(term) && !readsPart(term, right));
  const rightTerms = terms.filter((term) => holdsSubquery(term) && readsPart(term, right) && !readsPart(term, left));
  if (leftTerms.length + rightTerms.length === 0) {
    return { kind: 'join', type, left, right, on: conjunction(terms), lateral: false };
  }
  const leftPart = rebase(translation, level, left, leftTerms);
  const rightPart = rebase(translation, level, right, rightTerms);
  const moved = conjuncts(makeOn()).map((term, index) => {
    const original = terms[index] ?? term;
    return leftPart.extra[leftTerms.indexOf(original)] ?? rightPart.extra[rightTerms.indexOf(original)] ?? term;
  });
  const on = conjunction(moved);
  return { kind: 'join', type, left: leftPart.relation, right: rightPart.relation, on, lateral: false };
}

/**
 * Joins two parts of FROM; `on` is made once both sides stand. A right side that is a join itself becomes a derived
 * table where SQL text without parentheses would read it otherwise.
 */
export function joinParts(
  translation: Translation,
  level: Level,
  type: JoinType,
  left: Relation,
  rightPart: Relation,
  makeOn: (() => Expression) | undefined,
): Relation {
  const readByRight = outerAliases(rightPart);
  const lateral = [...definedAliases(left)].some((alias) => readByRight.has(alias));
  const isCross = makeOn === undefined;
  const isCompound = rightPart.kind === 'join' && (isCross || lateral);
  const right = isCompound ? rebase(translation, level, rightPart).relation : rightPart;
  if (type !== 'inner' && !lateral && makeOn !== undefined) {
    return outerJoin(translation, level, type, left, right, makeOn);
  }
  const on = makeOn?.() ?? TRUE;
  // DuckDB takes no condition on a lateral outer join; below the join it means the same.
  if (lateral && type === 'left' && !isTrue(on)) {
    return { kind: 'join', type, left, right: filter(right, on), on: TRUE, lateral };
  }
  return { kind: 'join', type, left, right, on, lateral };
}

function joinExpression(translation: Translation, level: Level, node: PgNode): Relation {
  const type = JOIN_TYPES[numberOf(node, 'jointype')];
  if (type === undefined) throw translation.refuse('this kind of join', node);
  const left = fromItem(translation, level, nodeOf(node, 'larg'));
  const right = fromItem(translation, level, nodeOf(node, 'rarg'));
  const quals = optionalNode(node, 'quals');
  const isPlainCross = quals === undefined && type === 'inner';
  const makeOn = () => (quals === undefined ? TRUE : translation.expression(quals, level));
  return joinParts(translation, level, type, left, right, isPlainCross ? undefined : makeOn);
}

function fromItem(translation: Translation, level: Level, node: PgNode): Relation {
  switch (node.tag) {
    case 'RANGETBLREF':
      return rangeRelation(translation, level, level.range(numberOf(node, 'rtindex')));
    case 'JOINEXPR':
      return joinExpression(translation, level, node);
    default:
      throw translation.refuse(`${node.tag} in FROM`, node);
  }
}

/** FROM and WHERE of a query: its `FROMEXPR`. */
export function fromAndWhere(translation: Translation, level: Level): Relation {
  const tree = nodeOf(level.query, 'jointree');
  let relation: Relation | undefined;
  for (const item of nodesOf(tree, 'fromlist')) {
    const part = fromItem(translation, level, item);
    relation = relation === undefined ? part : joinParts(translation, level, 'inner', relation, part, undefined);
  }
  const quals = optionalNode(tree, 'quals');
  const predicate = quals === undefined ? undefined : translation.expression(quals, level);
  return filter(relation ?? unitRelation(translation), predicate);
}
