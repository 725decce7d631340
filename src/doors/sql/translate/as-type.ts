import { literal, parameter } from '../../../query/build.js';
import type { Expression } from '../../../query/expression.js';
import { type DataType, sameType } from '../../../query/types.js';

/** Whether a constant of type `from` is the same value, written the same, at type `to`. */
function isSameText(from: DataType, to: DataType): boolean {
  if (from.kind === 'integer') return (to.kind === 'integer' && to.bits >= from.bits) || to.kind === 'decimal';
  if (from.kind !== 'decimal' || to.kind !== 'decimal') return false;
  return to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale;
}

/** The expression at a wider type; a constant without a cast, so that engines see a constant. */
export function asType(expression: Expression, type: DataType): Expression {
  if (sameType(expression.type, type)) return expression;
  if (expression.kind === 'literal' || expression.kind === 'parameter') {
    const make = expression.kind === 'literal' ? literal : parameter;
    const { value } = expression;
    if (value === null || isSameText(expression.type, type)) return make(value, type);
    if (type.kind === 'float' && (expression.type.kind === 'integer' || expression.type.kind === 'decimal')) {
      return make(Number(value), type);
    }
  }
  return { kind: 'cast', operand: expression, type, tryCast: false };
}
