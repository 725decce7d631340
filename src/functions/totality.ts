import type { Expression } from '../query/expression.js';
import { type DataType, sameType } from '../query/types.js';
import { walkExpression } from '../query/walk.js';
import { exactDigits } from './common-type.js';
import { functionNamed } from './registry.js';

/** A conversion that no value of `from` can fail. */
function isWidening(from: DataType, to: DataType): boolean {
  if (sameType(from, to) || from.kind === 'null') return true;
  if (to.kind === 'string') return from.kind !== 'binary';
  if (from.kind === 'integer' && to.kind === 'integer') return from.bits <= to.bits;
  if (from.kind === 'integer' && to.kind === 'float') return true;
  if (from.kind === 'float' && to.kind === 'float') return from.bits <= to.bits;
  if (from.kind === 'decimal' && to.kind === 'float') return true;
  if (to.kind === 'decimal') {
    const digits = exactDigits(from);
    return digits !== undefined && digits.scale <= to.scale && digits.whole <= to.precision - to.scale;
  }
  return false;
}

function everyNode(expression: Expression, holds: (node: Expression) => boolean): boolean {
  let result = true;
  walkExpression(expression, {
    expression: (node) => {
      if (result && !holds(node)) result = false;
    },
  });
  return result;
}

/**
 * Whether evaluating this node itself, its operands aside, can raise for some row. Aggregate and window functions
 * count by their arguments alone: no engine may compute them below a filter, since that would change their result.
 */
export function mayRaise(node: Expression): boolean {
  if (node.kind === 'call') return functionNamed(node.function)?.total !== true;
  if (node.kind === 'cast') return !node.tryCast && !isWidening(node.operand.type, node.type);
  return node.kind === 'scalar-subquery' || node.kind === 'model-call';
}

/** Whether evaluating the expression can raise for no row whatever. */
export function isTotal(expression: Expression): boolean {
  return everyNode(expression, (node) => !mayRaise(node));
}

/** Whether the predicate may be evaluated on rows that policy hides: it cannot raise and tells nothing but itself. */
export function isLeakproof(expression: Expression): boolean {
  return everyNode(expression, (node) => {
    if (node.kind === 'call') return functionNamed(node.function)?.leakproof === true;
    return node.kind === 'column' || node.kind === 'literal' || node.kind === 'parameter' || node.kind === 'in-list';
  });
}
