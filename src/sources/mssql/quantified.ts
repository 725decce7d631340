import type { QuantifiedComparison } from '../../sql/dialect.js';

const OPERATORS = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** Spaces at the end of texts are not told apart here: neither side's type is known. */
export function quantified({ operand, comparison, quantifier, subquery }: QuantifiedComparison): string {
  return `(${operand} ${OPERATORS[comparison]} ${quantifier.toUpperCase()} (${subquery}))`;
}
