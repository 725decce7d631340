import { type DataType, NULL_TYPE, sameType } from '../../../query/types.js';
import { commonType } from '../../common-type.js';
import type { Spelling } from '../../definition.js';
import { allAt, named, repeated, widened } from './shared.js';

function compared(args: readonly string[], types: readonly DataType[]): readonly string[] {
  const [left = NULL_TYPE, right = NULL_TYPE] = types;
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
  eq: infix('='),
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
