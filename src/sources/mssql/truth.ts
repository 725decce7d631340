import type { Expression } from '../../query/expression.js';
import type { TruthForms } from '../../sql/dialect.js';

/** Functions whose spelling is a predicate; other booleans are of type BIT. */
const PREDICATES: ReadonlySet<string> = new Set([
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'is_not_distinct_from',
  'is_null',
  'is_not_null',
  'and',
  'or',
  'not',
  'like',
  'ilike',
  'starts_with',
  'ends_with',
  'contains',
]);

/** Of which arguments a predicate is read: all, or the first. */
const READS: ReadonlyMap<string, 'all' | 'first'> = new Map([
  ['and', 'all'],
  ['or', 'all'],
  ['not', 'all'],
  ['if', 'first'],
  ['count_if', 'first'],
]);

const KINDS: ReadonlySet<Expression['kind']> = new Set(['in-list', 'exists', 'in-subquery', 'quantified']);

/** Predicates that are never unknown. */
const IS_KNOWN = /^EXISTS \(|\bIS (NOT )?NULL\)$/u;

/** SQL Server has no type of truth values: a predicate is no value, and a BIT no predicate. */
export const truth: TruthForms = Object.freeze({
  isPredicate: (node) => (node.kind === 'call' ? PREDICATES.has(node.function) : KINDS.has(node.kind)),
  readsPredicate: (functionId, index) => {
    const reads = READS.get(functionId);
    return reads === 'all' || (reads === 'first' && index === 0);
  },
  toValue: (predicate) =>
    IS_KNOWN.test(predicate)
      ? `CASE WHEN ${predicate} THEN CAST(1 AS bit) ELSE CAST(0 AS bit) END`
      : `CASE WHEN ${predicate} THEN CAST(1 AS bit) WHEN NOT ${predicate} THEN CAST(0 AS bit) END`,
  toPredicate: (value) => {
    if (value === 'CAST(1 AS bit)') return '(1 = 1)';
    return value === 'CAST(0 AS bit)' ? '(1 = 0)' : `(${value} = 1)`;
  },
} satisfies TruthForms);
