import { functionNamed } from '../../functions/registry.js';
import type { Expression } from '../../query/expression.js';
import { walkExpression } from '../../query/walk.js';

/** The function by which an expression asks who the caller is: a policy may, nothing else. */
export function callerQuestion(expression: Expression): string | undefined {
  let found: string | undefined;
  walkExpression(expression, {
    expression: (node) => {
      if (node.kind === 'call' && functionNamed(node.function)?.identity === true) found ??= `${node.function}()`;
    },
  });
  return found;
}
