import type { QuantifiedComparison } from '../../sql/dialect.js';

const SYMBOLS = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** As SQL has it. */
export function quantified({ operand, comparison, quantifier, subquery }: QuantifiedComparison): string {
  return `(${operand} ${SYMBOLS[comparison]} ${quantifier.toUpperCase()} (${subquery}))`;
}
