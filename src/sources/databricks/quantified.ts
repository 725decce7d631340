import type { QuantifiedComparison } from '../../sql/dialect.js';

/** `operand op ANY` is true if it holds for the value that is easiest to meet, `op ALL` if for the hardest. */
const EASIEST = { lt: '< q.hi', lte: '<= q.hi', gt: '> q.lo', gte: '>= q.lo' } as const;
const HARDEST = { lt: '< q.lo', lte: '<= q.lo', gt: '> q.hi', gte: '>= q.hi' } as const;

function holds({ operand, comparison, quantifier }: QuantifiedComparison): string {
  if (comparison === 'eq') return `${operand} = q.lo AND ${operand} = q.hi`;
  if (comparison === 'neq') return `${operand} <> q.lo OR ${operand} <> q.hi`;
  return `${operand} ${(quantifier === 'any' ? EASIEST : HARDEST)[comparison]}`;
}

/**
 * Databricks has ANY and ALL before LIKE alone. Equality becomes IN; the rest is decided by the least and the greatest
 * value, and by whether there is a row and a NULL, which keeps SQL's three-valued logic.
 */
export function quantified(parts: QuantifiedComparison): string {
  const { operand, comparison, quantifier, subquery } = parts;
  if (quantifier === 'any' && comparison === 'eq') return `(${operand} IN (${subquery}))`;
  if (quantifier === 'all' && comparison === 'neq') return `(${operand} NOT IN (${subquery}))`;
  const bounds = `SELECT named_struct('n', count(*), 'k', count(v), 'lo', min(v), 'hi', max(v)) FROM (${subquery}) AS s(v)`;
  const [whenNone, whenMet, otherwise] =
    quantifier === 'any' ? ['FALSE', holds(parts), 'TRUE'] : ['TRUE', `NOT (${holds(parts)})`, 'FALSE'];
  const verdict =
    `CASE WHEN q.n = 0 THEN ${whenNone} WHEN ${operand} IS NULL THEN NULL WHEN ${whenMet} THEN ${otherwise} ` +
    `WHEN q.k < q.n THEN NULL ELSE ${whenNone} END`;
  return `element_at(transform(array((${bounds})), q -> ${verdict}), 1)`;
}
