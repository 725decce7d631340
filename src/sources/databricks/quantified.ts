import type { QuantifiedComparison } from '../../sql/dialect.js';

/** `operand op ANY` is true if it holds for the value that is easiest to meet, `op ALL` if for the hardest. */
const EASIEST = { lt: ['<', 'max'], lte: ['<=', 'max'], gt: ['>', 'min'], gte: ['>=', 'min'] } as const;
const HARDEST = { lt: ['<', 'min'], lte: ['<=', 'min'], gt: ['>', 'max'], gte: ['>=', 'max'] } as const;

function holds({ operand, comparison, quantifier }: QuantifiedComparison, of: (part: string) => string): string {
  if (comparison === 'eq') return `${operand} = ${of('min(v)')} AND ${operand} = ${of('max(v)')}`;
  if (comparison === 'neq') return `${operand} <> ${of('min(v)')} OR ${operand} <> ${of('max(v)')}`;
  const [symbol, part] = (quantifier === 'any' ? EASIEST : HARDEST)[comparison];
  return `${operand} ${symbol} ${of(`${part}(v)`)}`;
}

/**
 * Databricks has ANY and ALL before LIKE alone. Equality becomes IN; the rest is decided by the least and the greatest
 * value, and by whether there is a row and a NULL, which keeps SQL's three-valued logic. The sub-query is written for
 * each, since none may stand within a function that could bind it; the engine reads equal ones once.
 */
export function quantified(parts: QuantifiedComparison): string {
  const { operand, comparison, quantifier, subquery } = parts;
  if (quantifier === 'any' && comparison === 'eq') return `(${operand} IN (${subquery}))`;
  if (quantifier === 'all' && comparison === 'neq') return `(${operand} NOT IN (${subquery}))`;
  const of = (part: string) => `(SELECT ${part} FROM (${subquery}) AS s(v))`;
  const [whenNone, whenMet, otherwise] =
    quantifier === 'any' ? ['FALSE', holds(parts, of), 'TRUE'] : ['TRUE', `NOT (${holds(parts, of)})`, 'FALSE'];
  return (
    `CASE WHEN ${of('count(*)')} = 0L THEN ${whenNone} WHEN ${operand} IS NULL THEN NULL WHEN ${whenMet} THEN ${otherwise} ` +
    `WHEN ${of('count(v)')} < ${of('count(*)')} THEN NULL ELSE ${whenNone} END`
  );
}
