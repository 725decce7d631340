import type { DataType } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { comparisonType } from '../../definitions/comparison.js';
import { atResult, bytewise, cast, type Spellings, widened } from './shared.js';

const COLUMN = /^("(?:[^"]|"")+"\."(?:[^"]|"")+")::timestamp(?:tz)?$/u;

/**
 * A column of moments without the cast that a table's column bears. In a session in UTC moments of all types compare as
 * the cast would have them, and an index is found where the catalog calls a `timestamp` an instant.
 */
const uncast = (text: string, type: DataType | undefined) =>
  type?.kind === 'timestamp' ? text.replace(COLUMN, '$1') : text;

/**
 * Numbers of unlike types are compared exactly by the engine itself, and by an index of theirs; a cast would keep it
 * from that. Equality takes a column's own collation, for the same reason: all but a nondeterministic one compare bytes.
 */
const equality =
  (operator: string): Spelling =>
  (args, types) =>
    `(${args.map((arg, index) => uncast(arg, types[index])).join(` ${operator} `)})`;

const order =
  (operator: string): Spelling =>
  (args, types) => {
    const [left = '', right] = args.map((arg, index) => uncast(arg, types[index]));
    return `(${bytewise(left, comparisonType(types))} ${operator} ${right})`;
  };

const infixWord =
  (word: string): Spelling =>
  (args) =>
    args.length === 1 ? (args[0] ?? '') : `(${args.join(` ${word} `)})`;

/** Operands of unlike types would give the wider one's. */
const nullif: Spelling = ([left = '', right = ''], types, result) => {
  const [a, b] = types;
  if (a === undefined || b === undefined || a.kind === 'null') return cast('NULL', result);
  if (a.kind === b.kind || b.kind === 'null') return atResult(`nullif(${left}, ${right})`, result);
  return `(CASE WHEN ${left} = ${right} THEN NULL ELSE ${left} END)`;
};

/** Of a list of values the engine's own rule: NULLs are skipped, NaN is the greatest number. */
const extreme =
  (name: string): Spelling =>
  (args, types, result) => {
    const [first = '', ...rest] = widened(args, types, result);
    return `${name}(${[bytewise(first, result), ...rest].join(', ')})`;
  };

const choice: Spelling = ([condition, ...args], types, result) => {
  const [yes, no] = widened(args, types.slice(1), result);
  return `(CASE WHEN ${condition} THEN ${yes} ELSE ${no} END)`;
};

export const comparisonSpellings: Spellings = {
  eq: equality('='),
  neq: equality('<>'),
  lt: order('<'),
  lte: order('<='),
  gt: order('>'),
  gte: order('>='),
  is_not_distinct_from: equality('IS NOT DISTINCT FROM'),
  is_null: ([value]) => `(${value} IS NULL)`,
  is_not_null: ([value]) => `(${value} IS NOT NULL)`,
  and: infixWord('AND'),
  or: infixWord('OR'),
  not: ([value]) => `(NOT ${value})`,
  coalesce: (args, types, result) => `coalesce(${widened(args, types, result).join(', ')})`,
  nullif,
  if: choice,
  greatest: extreme('greatest'),
  least: extreme('least'),
};
