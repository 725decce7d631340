import { type DataType, INTERVAL, NULL_TYPE, sameType } from '../../../query/types.js';
import { commonType } from '../../common-type.js';
import type { Spelling } from '../../definition.js';
import { columnOf, INDEX_HINT } from './collation.js';
import { allAt, named, refusedType, repeated, widened } from './shared.js';

function compared(args: readonly string[], types: readonly DataType[]): readonly string[] {
  const [left = NULL_TYPE, right = NULL_TYPE] = types;
  if (left.kind === 'interval' || right.kind === 'interval') refusedType('Comparison', INTERVAL);
  const common = commonType(left, right);
  // A DECIMAL and an integer are compared exactly as they are.
  return common === undefined || common.kind === 'decimal' ? args : allAt(args, types, common);
}

const infix =
  (operator: string): Spelling =>
  (args, types) => {
    const [left, right] = compared(args, types);
    return `(${left} ${operator} ${right})`;
  };

/**
 * A table's text column is compared by its bytes, which its index does not know. So the column's own comparison stands
 * beside: what has equal bytes is equal by every collation, and finds the rows by the index. The other side must yield
 * to the column's collation, as constants, placeholders and what JSON functions make do.
 */
function byIndex(column: string, other: string): string | undefined {
  const own = columnOf(column);
  if (own === undefined || other.includes('/*')) return undefined;
  return `${INDEX_HINT.start}${own} = ${yielding(other)} AND ${INDEX_HINT.end}`;
}

function yielding(text: string): string {
  if (/^'(?:[^']|'')*'$/u.test(text)) return text;
  const placeholder = /^CAST\((\?\d+) AS CHAR\)$/u.exec(text)?.[1];
  return placeholder ?? `JSON_UNQUOTE(JSON_QUOTE(${columnOf(text) ?? text}))`;
}

const equal: Spelling = (args, types, result, clauses) => {
  const text = infix('=')(args, types, result, clauses);
  const [left = '', right = ''] = args;
  if (types.some(({ kind }) => kind !== 'string')) return text;
  const hints = [byIndex(left, right), byIndex(right, left)].filter((hint) => hint !== undefined);
  return hints.length === 0 ? text : `(${hints.join('')}${text})`;
};

const connective =
  (word: string): Spelling =>
  (args) =>
    args.length === 1 ? (args[0] ?? '') : `(${args.join(` ${word} `)})`;

/** GREATEST and LEAST are NULL if any argument is: each is replaced by the next that is not. */
const extreme =
  (name: string): Spelling =>
  (args, types, result) =>
    repeated(args.join(), () => {
      const values = allAt(args, types, result);
      const turned = values.map((_, start) => [...values.slice(start), ...values.slice(0, start)].join(', '));
      return `${name}(${turned.map((list) => `COALESCE(${list})`).join(', ')})`;
    });

const nullif: Spelling = ([left = '', right = ''], types, result) => {
  const [a = NULL_TYPE] = types;
  const [first, second] = compared([left, right], types);
  const value = widened(left, a, result);
  return sameType(a, result) && a.kind !== 'float'
    ? `NULLIF(${first}, ${second})`
    : `(CASE WHEN ${first} = ${second} THEN NULL ELSE ${value} END)`;
};

/** Comparisons, logic and choices. Text compares by the collation of the session and of columns as they are read. */
export const comparisonSpellings: Readonly<Record<string, Spelling>> = {
  eq: equal,
  neq: infix('<>'),
  lt: infix('<'),
  lte: infix('<='),
  gt: infix('>'),
  gte: infix('>='),
  is_not_distinct_from: infix('<=>'),
  is_null: ([value]) => `(${value} IS NULL)`,
  is_not_null: ([value]) => `(${value} IS NOT NULL)`,
  and: connective('AND'),
  or: connective('OR'),
  not: ([value]) => `(NOT ${value})`,
  coalesce: (args, types, result) => named('COALESCE')(allAt(args, types, result), types, result, NONE),
  nullif,
  if: ([condition, ...choices], types, result) => {
    const [yes, no] = allAt(choices, types.slice(1), result);
    return `(CASE WHEN ${condition} THEN ${yes} ELSE ${no} END)`;
  },
  greatest: extreme('GREATEST'),
  least: extreme('LEAST'),
};

const NONE = { distinct: '', orderBy: '', filter: '' };
