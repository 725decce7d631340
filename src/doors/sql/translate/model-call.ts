import type { Expression } from '../../../query/expression.js';
import type { ModelFunction } from '../analysis/model-functions.js';
import type { PgNode } from '../analysis/read-node.js';
import { asType } from './as-type.js';
import type { Level } from './level.js';
import { nodeOf, nodesOf, numberOf } from './pg-tree.js';
import type { Translation } from './translation.js';

/** A call of a model, its arguments by place or by name. */
export function modelCall(
  translation: Translation,
  { model, output, inputs, result }: ModelFunction,
  node: PgNode,
  level: Level,
): Expression {
  const given = new Map(
    nodesOf(node, 'args').map((arg, index) =>
      arg.tag === 'NAMEDARGEXPR'
        ? ([numberOf(arg, 'argnumber'), nodeOf(arg, 'arg')] as const)
        : ([index, arg] as const),
    ),
  );
  const args = inputs.map(({ name, type }, index) => {
    const arg = given.get(index);
    if (arg === undefined) throw translation.refuse(`a call without ${name}`, node);
    return asType(translation.expression(arg, level), type);
  });
  return { kind: 'model-call', model, output, arguments: args, type: result };
}
