import type { Expression, ScalarValue } from '../query/expression.js';

/** The value of a literal or a bound parameter; undefined for anything that is not constant. NULL is a value. */
export function constantValue(expression: Expression): { readonly value: ScalarValue } | undefined {
  return expression.kind === 'literal' || expression.kind === 'parameter' ? { value: expression.value } : undefined;
}

/** The constant as a number, or undefined where it is none (NULL included). */
export function constantNumber(expression: Expression): number | undefined {
  const constant = constantValue(expression)?.value;
  if (typeof constant === 'number') return constant;
  if (typeof constant === 'bigint') return Number(constant);
  const isExact = expression.type.kind === 'decimal' || expression.type.kind === 'integer';
  return isExact && typeof constant === 'string' ? Number(constant) : undefined;
}

/** The constant as text, or undefined where it is none (NULL included). */
export function constantText(expression: Expression): string | undefined {
  const constant = constantValue(expression)?.value;
  return expression.type.kind === 'string' && typeof constant === 'string' ? constant : undefined;
}
