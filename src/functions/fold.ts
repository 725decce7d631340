import { FALSE, literal } from '../query/build.js';
import type { CaseExpression, Expression, InListExpression } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import { rewriteExpression } from '../query/rewrite.js';
import { BOOLEAN } from '../query/types.js';
import { foldCall } from './fold/fold-call.js';
import { isEmpty } from './fold/is-empty.js';
import { atType, compareLiterals, isTrue, isUntrue } from './fold/literal-values.js';

/**
 * Folds what is certain, sub-queries included, and keeps the meaning under three-valued logic: policy uses it once
 * the caller's identity has become constants. A part that might raise may vanish (`FALSE AND x` is FALSE), never
 * appear. Parameters stay: they are the caller's values, and a statement's text must not depend on them.
 */
export function foldConstants(expression: Expression): Expression {
  return rewriteExpression(expression, { expression: foldNode, relation: foldRelation });
}

function foldNode(node: Expression): Expression {
  switch (node.kind) {
    case 'call':
      return foldCall(node);
    case 'case':
      return foldCase(node);
    case 'in-list':
      return foldInList(node);
    case 'exists':
    case 'in-subquery':
      // Nothing is IN an empty set, NULL neither.
      return isEmpty(node.relation) ? FALSE : node;
    case 'scalar-subquery':
      return isEmpty(node.relation) ? literal(null, node.type) : node;
    default:
      return node;
  }
}

function foldRelation(node: Relation): Relation {
  return node.kind === 'filter' && isTrue(node.predicate) ? node.input : node;
}

/** Branches that cannot be taken go; the first that must be becomes the ELSE. */
function foldCase(node: CaseExpression): Expression {
  const taken = node.branches.findIndex((branch) => isTrue(branch.when));
  const open = taken < 0 ? node.branches : node.branches.slice(0, taken);
  const otherwise = taken < 0 ? node.otherwise : node.branches[taken]?.then;
  const branches = open.filter((branch) => !isUntrue(branch.when));
  if (branches.length === 0) return atType(otherwise ?? literal(null, node.type), node.type);
  return branches.length === node.branches.length ? node : { ...node, branches, otherwise };
}

/** `literal IN (…)`: TRUE on an equal literal; literals that differ go; what is left decides. */
function foldInList(node: InListExpression): Expression {
  const { operand } = node;
  if (operand.kind !== 'literal') return node;
  if (operand.value === null) return literal(null, BOOLEAN);
  const answers = node.values.map((value) => compareLiterals(operand, value));
  if (answers.includes(true)) return literal(true, BOOLEAN);
  const values = node.values.filter((_, index) => answers[index] !== false);
  if (values.length === 0) return FALSE;
  if (values.every((value) => value.kind === 'literal' && value.value === null)) return literal(null, BOOLEAN);
  return values.length === node.values.length ? node : { ...node, values };
}
