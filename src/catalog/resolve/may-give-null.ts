import type { Expression } from '../../query/expression.js';

/** Functions that give a value for any arguments that are values. Others, such as try_divide, may give NULL. */
const KEEP_VALUES = new Set(
  'eq neq lt lte gt gte and or not add subtract multiply negate abs concat lower upper trim length like ilike starts_with ends_with contains replace year quarter month day hour minute second'.split(
    ' ',
  ),
);
const NEVER_NULL = new Set(['is_null', 'is_not_null', 'is_not_distinct_from']);

/**
 * Whether an expression over a row may give NULL, in so far as its form tells: a doubt counts as yes.
 * @param columnMayBeNull of a column of the row.
 */
export function mayGiveNull(expression: Expression, columnMayBeNull: (column: string) => boolean): boolean {
  const recurse = (child: Expression) => mayGiveNull(child, columnMayBeNull);
  switch (expression.kind) {
    case 'column':
      return columnMayBeNull(expression.name);
    case 'literal':
      return expression.value === null;
    case 'call':
      if (NEVER_NULL.has(expression.function)) return false;
      if (expression.function === 'coalesce') return expression.arguments.every(recurse);
      return !KEEP_VALUES.has(expression.function) || expression.arguments.some(recurse);
    case 'in-list':
      return [expression.operand, ...expression.values].some(recurse);
    case 'case':
      if (expression.otherwise === undefined) return true;
      return [...expression.branches.map((branch) => branch.then), expression.otherwise].some(recurse);
    default:
      return true;
  }
}
