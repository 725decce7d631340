import { call } from '../../../functions/registry.js';
import { literal } from '../../../query/build.js';
import type { Expression } from '../../../query/expression.js';
import { BOOLEAN } from '../../../query/types.js';
import type { PgNode } from '../analysis/read-node.js';
import { operatorCall } from './calls.js';
import { typeOidOf } from './expression-type.js';
import type { Level } from './level.js';
import { flagOf, nodeOf, nodesOf, numberOf, numbersOf, textOf, twoArguments } from './pg-tree.js';
import type { Translation } from './translation.js';

/** AND, OR and NOT. */
export function booleanExpression(translation: Translation, node: PgNode, level: Level): Expression {
  const args = nodesOf(node, 'args').map((arg) => translation.expression(arg, level));
  const name = textOf(node, 'boolop');
  if (name !== 'and' && name !== 'or' && name !== 'not') throw translation.refuse(name, node);
  return translation.at(node, () => call(name, args));
}

const IS_NULL = 0;

export function nullTest(translation: Translation, node: PgNode, level: Level): Expression {
  if (flagOf(node, 'argisrow')) throw translation.refuse('IS NULL of a row', node);
  const operand = translation.expression(nodeOf(node, 'arg'), level);
  return call(numberOf(node, 'nulltesttype') === IS_NULL ? 'is_null' : 'is_not_null', [operand]);
}

/** IS [NOT] TRUE, FALSE and UNKNOWN: Postgres's `BoolTestType`, in its order. */
export function booleanTest(translation: Translation, node: PgNode, level: Level): Expression {
  const operand = translation.expression(nodeOf(node, 'arg'), level);
  const isValue = (value: boolean) => call('is_not_distinct_from', [operand, literal(value, BOOLEAN)]);
  switch (numberOf(node, 'booltesttype')) {
    case 0:
      return isValue(true);
    case 1:
      return call('not', [isValue(true)]);
    case 2:
      return isValue(false);
    case 3:
      return call('not', [isValue(false)]);
    case 4:
      return call('is_null', [operand]);
    case 5:
      return call('is_not_null', [operand]);
    default:
      throw translation.refuse('this test of a truth value', node);
  }
}

/** IS DISTINCT FROM; its negation comes as NOT above it. */
export function distinctExpression(translation: Translation, node: PgNode, level: Level): Expression {
  return operatorCall(translation, level, 'is distinct from', node, twoArguments(node));
}

export function nullIf(translation: Translation, node: PgNode, level: Level): Expression {
  const operands = twoArguments(node);
  const args = operands.map((arg) => translation.expression(arg, level));
  const argTypes = operands.map(typeOidOf);
  const resultType = numberOf(node, 'opresulttype');
  return translation.builtin({ kind: 'function', name: 'nullif', args, argTypes, resultType }, node);
}

const LESS = 1;
const GREATER_OR_EQUAL = 4;
const GREATER = 5;
/** Comparisons of rows that hold where all columns are equal. */
const INCLUSIVE = new Set([2, GREATER_OR_EQUAL]);

/** `(a, b) < (c, d)` as `a < c OR (a = c AND b < d)`, which is NULL where Postgres's is. */
export function rowComparison(translation: Translation, node: PgNode, level: Level): Expression {
  const kind = numberOf(node, 'cmptype');
  const lefts = nodesOf(node, 'largs');
  const rights = nodesOf(node, 'rargs');
  if (kind < LESS || kind > GREATER || kind === 3) throw translation.refuse('this comparison of rows', node);
  const operators = numbersOf(node, 'opnos').map((oid) => translation.statement.operators.get(oid)?.name ?? '');
  const strict = kind === LESS || kind === 2 ? '<' : '>';
  const compare = (name: string, index: number) => {
    const [left, right] = [lefts[index], rights[index]];
    if (left === undefined || right === undefined) throw translation.refuse('this comparison of rows', node);
    return operatorCall(translation, level, name, node, [left, right]);
  };
  const last = operators.length - 1;
  let result = compare(INCLUSIVE.has(kind) ? `${strict}=` : strict, last);
  for (let index = last - 1; index >= 0; index -= 1) {
    result = call('or', [compare(strict, index), call('and', [compare('=', index), result])]);
  }
  return result;
}
