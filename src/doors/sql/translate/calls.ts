import type { Expression } from '../../../query/expression.js';
import type { PgNode } from '../analysis/read-node.js';
import { OID } from '../types/pg-types.js';
import { castTo } from './casts.js';
import { callerFact, constantAsDouble, nowAs } from './constants.js';
import { lengthCoercion, typeOidOf } from './expression-type.js';
import type { Level } from './level.js';
import { modelCall } from './model-call.js';
import { flagOf, nodesOf, numberOf } from './pg-tree.js';
import type { Translation } from './translation.js';

/** An operator by name, over untranslated operands. */
export function operatorCall(
  translation: Translation,
  level: Level,
  name: string,
  node: PgNode,
  operands: readonly PgNode[],
  resultType: number = OID.bool,
): Expression {
  const args = operands.map((operand) => translation.expression(operand, level));
  return translation.builtin({ kind: 'operator', name, args, argTypes: operands.map(typeOidOf), resultType }, node);
}

export function operatorName(translation: Translation, node: PgNode, field = 'opno'): string {
  const name = translation.statement.operators.get(numberOf(node, field))?.name;
  if (name === undefined) throw translation.refuse('an operator', node);
  return name;
}

/** An `OPEXPR`. */
export function operatorExpression(translation: Translation, node: PgNode, level: Level): Expression {
  if (flagOf(node, 'opretset')) throw translation.refuse('an operator that returns a set', node);
  const name = operatorName(translation, node);
  return operatorCall(translation, level, name, node, nodesOf(node, 'args'), numberOf(node, 'opresulttype'));
}

const EXPLICIT_CALL = 0;

/** Functions that bear a type's name and convert to it: `date(x)` is `x::date`. */
const CAST_FUNCTIONS: ReadonlyMap<string, number> = new Map(
  Object.entries(OID).filter(([name]) => name !== 'record' && name !== 'void' && name !== 'unknown'),
);

function isCast(node: PgNode, name: string): boolean {
  if (numberOf(node, 'funcformat') !== EXPLICIT_CALL && numberOf(node, 'funcformat') !== 3) return true;
  return nodesOf(node, 'args').length === 1 && CAST_FUNCTIONS.get(name) === numberOf(node, 'funcresulttype');
}

function cast(translation: Translation, node: PgNode, level: Level): Expression {
  const [operand] = nodesOf(node, 'args');
  if (operand === undefined) throw translation.refuse('this cast', node);
  const to = numberOf(node, 'funcresulttype');
  const double = to === OID.float8 ? constantAsDouble(operand) : undefined;
  if (double !== undefined) return double;
  return castTo(translation, translation.expression(operand, level), {
    from: typeOidOf(operand),
    to,
    modifier: lengthCoercion(node) ?? -1,
    node,
  });
}

const CLOCKS = new Set(['now', 'transaction_timestamp', 'statement_timestamp']);

/** A `FUNCEXPR`: a call, a cast that Postgres makes with a function, or an answer known of the caller. */
export function functionExpression(translation: Translation, node: PgNode, level: Level): Expression {
  const name = translation.statement.functions.get(numberOf(node, 'funcid'))?.name;
  if (name === undefined) throw translation.refuse('a function', node);
  const model = translation.statement.models?.get(numberOf(node, 'funcid'));
  if (model !== undefined) return modelCall(translation, model, node, level);
  if (flagOf(node, 'funcretset')) {
    const column = level.setColumns.get(node);
    if (column === undefined) throw translation.refuse(`set-returning function ${name}`, node);
    return column;
  }
  if (flagOf(node, 'funcvariadic')) throw translation.refuse(`VARIADIC in a call of ${name}`, node);
  const operands = nodesOf(node, 'args');
  const resultType = numberOf(node, 'funcresulttype');
  if (operands.length === 0) {
    const fact = callerFact(translation, name) ?? (CLOCKS.has(name) ? nowAs(translation, node, resultType) : undefined);
    if (fact !== undefined) return fact;
  }
  if (isCast(node, name)) return cast(translation, node, level);
  const args = operands.map((operand) => translation.expression(operand, level));
  return translation.builtin({ kind: 'function', name, args, argTypes: operands.map(typeOidOf), resultType }, node);
}
