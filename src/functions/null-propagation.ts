import type { Expression } from '../query/expression.js';
import { functionNamed } from './registry.js';

/** Whether an expression is surely NULL where all columns that it reads are. A doubt counts as no. */
export function isNullOfNulls(expression: Expression): boolean {
  switch (expression.kind) {
    case 'column':
      return true;
    case 'literal':
      return expression.value === null;
    case 'cast':
      return isNullOfNulls(expression.operand);
    case 'call':
      return functionNamed(expression.function)?.nulls === 'strict' && expression.arguments.some(isNullOfNulls);
    default:
      return false;
  }
}
