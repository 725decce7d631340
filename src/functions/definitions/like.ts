import { BOOLEAN, type DataType } from '../../query/types.js';
import { define, example, type RegisteredFunction, text } from '../define.js';
import type { FunctionCase, Spelling } from '../definition.js';
import { parseLikePattern } from '../like-pattern.js';
import { constantText, constantValue } from '../literals.js';

/** Databricks' default escape character. */
export const DEFAULT_ESCAPE = '\\';

/** DuckDB takes one byte; ILIKE puts letters in lower case. */
const ESCAPES = /^[!-~]$(?<![A-Za-z%_])/;

const texts = (types: readonly DataType[]) =>
  (types.length === 2 || types.length === 3) && types.every((type) => type.kind === 'string' || type.kind === 'null')
    ? BOOLEAN
    : undefined;

/** The escape is always written: DuckDB has none by default, and Databricks has the backslash. */
const duckdb =
  (fold: boolean): Spelling =>
  ([value = '', pattern = '', escapeText = "'\\'"]) =>
    fold
      ? `(lower(${value}) LIKE lower(${pattern}) ESCAPE ${escapeText})`
      : `(${value} LIKE ${pattern} ESCAPE ${escapeText})`;

// A backslash doubles inside a Databricks literal.
const databricks =
  (word: string): Spelling =>
  ([value = '', pattern = '', escapeText = "'\\\\'"]) =>
    `(${value} ${word} ${pattern} ESCAPE ${escapeText})`;

/**
 * LIKE and ILIKE with a constant pattern, checked here: Databricks raises on a pattern that ends in its escape or
 * escapes a plain character, and so neither may reach an engine. Total for that reason. ILIKE is LIKE of both sides
 * in lower case, as Spark defines it.
 */
function constantLike(id: 'like' | 'ilike', cases: readonly FunctionCase[]): RegisteredFunction {
  return define({
    id,
    resolve: texts,
    total: true,
    leakproof: true,
    spelling: { duckdb: duckdb(id === 'ilike'), databricks: databricks(id.toUpperCase()) },
    refine: ([, pattern, escapeArgument], resolved) => {
      const escapeText = escapeArgument === undefined ? DEFAULT_ESCAPE : constantText(escapeArgument);
      if (escapeText === undefined || !ESCAPES.test(escapeText)) {
        return 'its escape must be one constant ASCII character, neither a letter nor % nor _';
      }
      if (pattern === undefined || constantValue(pattern) === undefined) return 'its pattern must be a constant';
      const patternText = constantText(pattern);
      const parsed = patternText === undefined ? [] : parseLikePattern(patternText, escapeText);
      return typeof parsed === 'string' ? parsed : resolved;
    },
    cases,
  });
}

/** The same with a pattern from data; a malformed pattern may raise, hence not total. */
function dynamicLike(id: 'like_dynamic' | 'ilike_dynamic', cases: readonly FunctionCase[]): RegisteredFunction {
  const fold = id === 'ilike_dynamic';
  return define({
    id,
    resolve: (types) => (types.length === 2 ? texts(types) : undefined),
    spelling: { duckdb: duckdb(fold), databricks: databricks(fold ? 'ILIKE' : 'LIKE') },
    cases,
  });
}

const dynamicCases = [
  example(true, text('a@x.org'), text('%@x.org')),
  example(false, text('a'), text('')),
  example(true, text('50%'), text('50\\%')),
  example(null, text('a'), text(null)),
];

export const likeFunctions: readonly RegisteredFunction[] = [
  constantLike('like', [
    example(true, text('héllo'), text('h_l%')),
    example(false, text('hello'), text('HELLO')),
    example(true, text(''), text('%')),
    example(false, text('abxc'), text('ab\\_c')),
    example(true, text('a\\b'), text('a\\\\b')),
    example(true, text('50%'), text('50!%'), text('!')),
    example(true, text('a\nb'), text('a_b')),
    example(true, text('🤦'), text('_')),
    example(null, text(null), text('%')),
    example(null, text('a'), text(null)),
  ]),
  constantLike('ilike', [
    example(true, text('HÉLLO'), text('hé%')),
    example(true, text('A_b'), text('a\\_B')),
    example(false, text('abc'), text('')),
    example(null, text(null), text('a')),
  ]),
  dynamicLike('like_dynamic', [...dynamicCases, example(false, text('A'), text('a'))]),
  dynamicLike('ilike_dynamic', [...dynamicCases, example(true, text('A'), text('a'))]),
];
