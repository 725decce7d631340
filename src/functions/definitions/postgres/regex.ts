import { arrayType, BOOLEAN, INT32, STRING } from '../../../query/types.js';
import { bool, example, int, type RegisteredFunction, text } from '../../define.js';
import { constantText, constantValue } from '../../literals.js';
import { readTwice } from '../../spell.js';
import { fixed, postgresFunction } from './postgres-function.js';

/**
 * Patterns are RE2's, constants that the SQL door translated from Postgres's own and proved to be valid; total for
 * that reason, since RE2 is linear and raises for bad patterns only.
 */
const constantPattern: NonNullable<RegisteredFunction['refine']> = ([, pattern], resolved) =>
  pattern !== undefined && constantValue(pattern) !== undefined ? resolved : 'its pattern must be a constant';

const constantTexts: NonNullable<RegisteredFunction['refine']> = ([, pattern, replacement], resolved) => {
  const isConstant = pattern !== undefined && replacement !== undefined && constantText(replacement) !== undefined;
  return isConstant && constantText(pattern) !== undefined ? resolved : 'its pattern and replacement must be constants';
};

const literalPattern: NonNullable<RegisteredFunction['refine']> = ([, pattern], resolved) =>
  pattern?.kind === 'literal' ? resolved : 'its pattern must be a constant';

const TEXTS = arrayType(STRING);

export const regexFunctions: readonly RegisteredFunction[] = [
  postgresFunction('pg_matches', fixed(['string', 'string'], BOOLEAN), 'regexp_matches', {
    refine: constantPattern,
    cases: [
      example(true, text('héllo'), text('(?s)l+')),
      example(false, text(''), text('(?s)a')),
      example(true, text('a\nb'), text('(?s)a.b')),
      example(null, text(null), text('a')),
    ],
  }),
  postgresFunction('pg_replace_first', fixed(['string', 'string', 'string'], STRING), 'regexp_replace', {
    refine: constantTexts,
    cases: [
      example('aXcabc', text('abcabc'), text('b'), text('X')),
      example('[b]', text('b'), text('(b)'), text('[\\1]')),
      example(null, text(null), text('b'), text('X')),
    ],
  }),
  postgresFunction(
    'pg_replace_all',
    fixed(['string', 'string', 'string'], STRING),
    (args) => `regexp_replace(${args.join(', ')}, 'g')`,
    {
      refine: constantTexts,
      cases: [
        example('aXcaXc', text('abcabc'), text('b'), text('X')),
        example('', text('éé'), text('é'), text('')),
        example(null, text(null), text('b'), text('X')),
      ],
    },
  ),
  // The match, or the first group if asked for; NULL where nothing matches.
  postgresFunction(
    'pg_extract_match',
    fixed(['string', 'string', 'boolean'], STRING),
    ([value = '', pattern, group]) =>
      readTwice(
        value,
        (x) =>
          `CASE WHEN regexp_matches(${x}, ${pattern}) THEN regexp_extract(${x}, ${pattern}, ${group === 'TRUE' || group === 'true' ? 1 : 0}) END`,
      ),
    {
      refine: ([, pattern, group], resolved) =>
        pattern?.kind === 'literal' && group?.kind === 'literal' ? resolved : 'its pattern must be a constant',
      cases: [
        example('bc', text('abc'), text('b.'), bool(false)),
        example('c', text('abc'), text('b(.)'), bool(true)),
        example(null, text('abc'), text('x'), bool(false)),
      ],
      nulls: 'called',
    },
  ),
  // The groups of the first match, or the match where there are none; the number of groups is a constant.
  postgresFunction(
    'pg_match_groups',
    fixed(['string', 'string', 'integer'], TEXTS),
    ([value = '', pattern, groups = '0']) =>
      readTwice(value, (x) => {
        const count = Number(/\d+/.exec(groups)?.[0] ?? 0);
        const places = count === 0 ? [0] : Array.from({ length: count }, (_, index) => index + 1);
        const texts = places.map((place) => `regexp_extract(${x}, ${pattern}, ${place})`);
        return `CASE WHEN regexp_matches(${x}, ${pattern}) THEN [${texts.join(', ')}] END`;
      }),
    {
      refine: (args, resolved) =>
        args.slice(1).every(({ kind }) => kind === 'literal') ? resolved : 'its pattern must be a constant',
      cases: [
        example('[b, c]', text('abc'), text('(b)(c)'), int(2)),
        example('[bc]', text('abc'), text('b.'), int(0)),
        example(null, text('abc'), text('x'), int(0)),
      ],
      nulls: 'called',
    },
  ),
  // How often a pattern that matches no empty text does match.
  postgresFunction(
    'pg_match_count',
    fixed(['string', 'string'], INT32),
    ([value, pattern]) => `CAST(len(regexp_extract_all(${value}, ${pattern})) AS INTEGER)`,
    {
      refine: literalPattern,
      cases: [
        example(2n, text('abcabc'), text('b')),
        example(0n, text(''), text('b')),
        example(null, text(null), text('b')),
      ],
    },
  ),
  // Where the first match begins, from 1; 0 where there is none.
  postgresFunction(
    'pg_match_place',
    fixed(['string', 'string'], INT32),
    ([value = '', pattern = '']) =>
      readTwice(value, (x) => {
        const before = `regexp_extract(${x}, '(?s)^(.*?)(?:' || ${pattern} || ')', 1)`;
        return `CASE WHEN ${x} IS NULL OR ${pattern} IS NULL THEN NULL WHEN regexp_matches(${x}, ${pattern}) THEN CAST(length(${before}) AS INTEGER) + 1 ELSE 0 END`;
      }),
    {
      refine: literalPattern,
      cases: [
        example(3n, text('éabc'), text('b')),
        example(0n, text('abc'), text('x')),
        example(null, text(null), text('b')),
      ],
    },
  ),
];
