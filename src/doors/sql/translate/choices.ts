import { commonTypeOf } from '../../../functions/common-type.js';
import type { Expression } from '../../../query/expression.js';
import { walkExpression } from '../../../query/walk.js';
import type { PgNode } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';
import { asType } from './as-type.js';
import { typeOidOf } from './expression-type.js';
import type { Level } from './level.js';
import { nodeOf, nodesOf, numberOf, optionalNode } from './pg-tree.js';
import type { Translation } from './translation.js';

/** Nodes that all copies of a simple CASE's operand may come to: nested ones multiply. */
const MAX_COPIED_NODES = 20_000;

function checkCopies(operand: Expression, copies: number): void {
  let nodes = 0;
  walkExpression(operand, {
    expression: () => {
      nodes += 1;
      if (nodes * copies > MAX_COPIED_NODES) throw new SqlError('54001', 'CASE is nested too deeply');
    },
  });
}

/** Both forms of CASE; the operand of the simple form stands in each of its comparisons. */
export function caseExpression(translation: Translation, node: PgNode, level: Level): Expression {
  const operandNode = optionalNode(node, 'arg');
  const whens = nodesOf(node, 'args');
  const operand = operandNode === undefined ? undefined : translation.expression(operandNode, level);
  if (operand !== undefined) checkCopies(operand, whens.length);
  const branches = whens.map((when) => {
    const then = translation.expression(nodeOf(when, 'result'), level);
    const outside = level.caseOperand;
    level.caseOperand = operand ?? outside;
    try {
      return { when: translation.expression(nodeOf(when, 'expr'), level), then };
    } finally {
      level.caseOperand = outside;
    }
  });
  const otherwiseNode = optionalNode(node, 'defresult');
  const otherwise = otherwiseNode === undefined ? undefined : translation.expression(otherwiseNode, level);
  const results = branches.map(({ then }) => then).concat(otherwise ?? []);
  const type = commonTypeOf(results.map((result) => result.type));
  if (type === undefined) throw translation.refuse('CASE of these types', node);
  return {
    kind: 'case',
    branches: branches.map(({ when, then }) => ({ when, then: asType(then, type) })),
    otherwise: otherwise === undefined ? undefined : asType(otherwise, type),
    type,
  };
}

/** The operand of a simple CASE, inside one of its comparisons. */
export function caseOperand(translation: Translation, node: PgNode, level: Level): Expression {
  if (level.caseOperand === undefined) throw translation.refuse('this CASE', node);
  return level.caseOperand;
}

export function coalesceOf(
  translation: Translation,
  node: PgNode,
  args: readonly Expression[],
  resultType: number,
): Expression {
  const argTypes = args.map(() => resultType);
  return translation.builtin({ kind: 'function', name: 'coalesce', args, argTypes, resultType }, node);
}

export function coalesce(translation: Translation, node: PgNode, level: Level): Expression {
  const args = nodesOf(node, 'args').map((arg) => translation.expression(arg, level));
  return coalesceOf(translation, node, args, numberOf(node, 'coalescetype'));
}

/** GREATEST and LEAST. */
export function extreme(translation: Translation, node: PgNode, level: Level): Expression {
  const operands = nodesOf(node, 'args');
  const args = operands.map((arg) => translation.expression(arg, level));
  const name = numberOf(node, 'op') === 0 ? 'greatest' : 'least';
  const argTypes = operands.map(typeOidOf);
  const resultType = numberOf(node, 'minmaxtype');
  return translation.builtin({ kind: 'function', name, args, argTypes, resultType }, node);
}
