import { type DataType, NULL_TYPE } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { comparisonType } from '../../definitions/comparison.js';
import { bareEquality, hasKey, isText, keyOf, widen } from './shared.js';

/** Both sides at their common type, as they are compared. */
function sides(args: readonly string[], types: readonly DataType[]): readonly [string, string] {
  const common = comparisonType(types);
  const [left = '', right = ''] = args.map((arg, index) => {
    const type = types[index] ?? NULL_TYPE;
    if (common === undefined) return arg;
    return hasKey(common) ? keyOf(arg, common) : widen(arg, type, common);
  });
  return [left, right];
}

const infix =
  (operator: string): Spelling =>
  (args, types) =>
    `(${sides(args, types).join(` ${operator} `)})`;

const equal: Spelling = (args, types, result, clauses) => {
  const exact = infix('=')(args, types, result, clauses);
  const common = comparisonType(types);
  const [left = '', right = ''] = args;
  const bare = common !== undefined && isText(common) ? bareEquality(left, right) : undefined;
  return bare === undefined ? exact : `(${bare} AND ${exact.slice(1)}`;
};

const nullTest =
  (words: string): Spelling =>
  ([value]) =>
    `(${value} ${words})`;

export const comparison: Readonly<Record<string, Spelling>> = {
  eq: equal,
  neq: infix('<>'),
  lt: infix('<'),
  lte: infix('<='),
  gt: infix('>'),
  gte: infix('>='),
  // IS NOT DISTINCT FROM is of SQL Server 2022; the CASE makes the answer one that is never unknown.
  is_not_distinct_from: (args, types) => {
    const [left, right] = sides(args, types);
    return `(CASE WHEN ${left} = ${right} OR (${left} IS NULL AND ${right} IS NULL) THEN 1 ELSE 0 END = 1)`;
  },
  is_null: nullTest('IS NULL'),
  is_not_null: nullTest('IS NOT NULL'),
};

const connective =
  (word: string): Spelling =>
  (args) =>
    args.length === 1 ? (args[0] ?? '') : `(${args.join(` ${word} `)})`;

export const logic: Readonly<Record<string, Spelling>> = {
  and: connective('AND'),
  or: connective('OR'),
  not: ([value]) => `(NOT ${value})`,
};

export const conditional: Readonly<Record<string, Spelling>> = {
  coalesce: (args, types, result) => {
    const [only = '', ...more] = args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, result));
    return more.length === 0 ? only : `COALESCE(${[only, ...more].join(', ')})`;
  },
  nullif: (args, types, result, clauses) =>
    `CASE WHEN ${infix('=')(args, types, result, clauses)} THEN NULL ELSE ${args[0]} END`,
  // The first argument is printed as a predicate.
  if: ([condition, ...args], types, result) => {
    const [yes, no] = args.map((arg, index) => widen(arg, types[index + 1] ?? NULL_TYPE, result));
    return `CASE WHEN ${condition} THEN ${yes} ELSE ${no} END`;
  },
};
