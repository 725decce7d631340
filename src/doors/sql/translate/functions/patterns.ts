import { constantNumber, constantText } from '../../../../functions/literals.js';
import { call } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import type { Expression } from '../../../../query/expression.js';
import { BOOLEAN, STRING } from '../../../../query/types.js';
import { SqlError } from '../../sql-error.js';
import { intLiteral, type Maker, type Makers, of2, textLiteral } from './builtin.js';
import { groupCount, matchesEmpty, translateRegex } from './regex.js';
import { similarToRegex } from './similar.js';

/** The same kind of constant with other text: what the caller sent as a parameter stays one. */
function withText(constant: Expression, value: string): Expression {
  return constant.kind === 'parameter' ? { ...constant, value } : textLiteral(value);
}

const isNull = (expression: Expression) => expression.kind === 'literal' && expression.value === null;

/** Text of a LIKE pattern in which the backslash stands before %, _ and itself only. @throws SqlError 22025 */
function plainPattern(pattern: string, escapeCharacter: string): string {
  const characters = [...pattern];
  let text = '';
  for (let index = 0; index < characters.length; index += 1) {
    let character = characters[index] ?? '';
    const escaped = character === escapeCharacter;
    if (escaped) {
      index += 1;
      const next = characters[index];
      if (next === undefined) throw new SqlError('22025', 'LIKE pattern must not end with escape character');
      character = next;
    }
    const isSpecial = character === '\\' || (escaped && (character === '%' || character === '_'));
    text += isSpecial ? `\\${character}` : character;
  }
  return text;
}

const like = (id: 'like' | 'ilike', negated: boolean): Maker =>
  of2((value, pattern) => {
    const constant = constantText(pattern);
    const isText = value.type.kind === 'string' || value.type.kind === 'null';
    if (!isText) return undefined;
    if (isNull(pattern)) return literal(null, BOOLEAN);
    const made =
      constant === undefined
        ? call(`${id}_dynamic`, [value, pattern])
        : call(id, [value, withText(pattern, plainPattern(constant, '\\'))]);
    return negated ? call('not', [made]) : made;
  });

/** LIKE … ESCAPE: the pattern at the backslash. */
const likeEscape: Maker = of2((pattern, escapeArgument) => {
  const text = constantText(pattern);
  const escapeText = constantText(escapeArgument);
  if (text === undefined || escapeText === undefined || [...escapeText].length > 1) return undefined;
  return withText(pattern, plainPattern(text, escapeText));
});

const matches = (flags: string, negated: boolean): Maker =>
  of2((value, pattern) => {
    if (isNull(pattern)) return literal(null, BOOLEAN);
    const constant = constantText(pattern);
    if (constant === undefined || value.type.kind !== 'string') return undefined;
    const made = call('pg_matches', [value, withText(pattern, translateRegex(constant, flags))]);
    return negated ? call('not', [made]) : made;
  });

/** regexp_like(text, pattern [, flags]). */
const regexpLike: Maker = ({ args, ...rest }) => {
  const [value, pattern, flags] = args;
  const letters = flags === undefined ? '' : constantText(flags);
  if (value === undefined || pattern === undefined || (letters !== '' && letters !== 'i')) return undefined;
  return matches(letters, false)({ ...rest, args: [value, pattern] });
};

const similar: Maker = ({ args }) => {
  const [pattern, escapeArgument] = args;
  const text = pattern === undefined ? undefined : constantText(pattern);
  const escapeText = escapeArgument === undefined ? '\\' : constantText(escapeArgument);
  if (pattern === undefined || text === undefined || escapeText === undefined) return undefined;
  return withText(pattern, similarToRegex(text, escapeText));
};

/** Postgres's `\&` is RE2's `\0`, a group there is none of is nothing; all else after a backslash is refused. */
function replacementText(text: string, groups: number): string | undefined {
  if (/\\(?![\\&1-9])/.test(text.replaceAll('\\\\', ''))) return undefined;
  return text.replace(/\\\\|\\&|\\[1-9]/g, (found) => {
    if (found === '\\&') return '\\0';
    return Number(found.slice(1)) > groups ? '' : found;
  });
}

/** regexp_replace(text, pattern, replacement [, flags]): the first match, or with `g` all. */
const regexpReplace: Maker = ({ args }) => {
  const [value, pattern, replacement, flagsArgument] = args;
  const flags = flagsArgument === undefined ? '' : constantText(flagsArgument);
  const from = pattern === undefined ? undefined : constantText(pattern);
  const given = replacement === undefined ? undefined : constantText(replacement);
  const to = given === undefined || from === undefined ? undefined : replacementText(given, groupCount(from));
  if (value?.type.kind !== 'string' || pattern === undefined || replacement === undefined) return undefined;
  if (from === undefined || to === undefined || flags === undefined || !/^[gi]*$/.test(flags)) return undefined;
  const all = flags.includes('g');
  if (all && matchesEmpty(from)) return undefined;
  const regex = translateRegex(from, flags.includes('i') ? 'i' : '', true);
  return call(all ? 'pg_replace_all' : 'pg_replace_first', [
    value,
    withText(pattern, regex),
    withText(replacement, to),
  ]);
};

/** substring(text FROM pattern): the first group, or the whole match where there is none. */
export const substringOfPattern: Maker = of2((value, pattern) => {
  const text = pattern.kind === 'literal' ? constantText(pattern) : undefined;
  if (text === undefined || value.type.kind !== 'string') return undefined;
  const group = literal(groupCount(text) > 0, BOOLEAN);
  return call('pg_extract_match', [value, literal(translateRegex(text, '', true), STRING), group]);
});

/** The whole match, or NULL. */
const wholeMatch = of2((value, pattern) => {
  const text = pattern.kind === 'literal' ? constantText(pattern) : undefined;
  if (text === undefined || value.type.kind !== 'string') return undefined;
  return call('pg_extract_match', [value, textLiteral(translateRegex(text, '', true)), literal(false, BOOLEAN)]);
});

const flagsOf = (flags: Expression | undefined): '' | 'i' | undefined => {
  const letters = flags === undefined ? '' : constantText(flags);
  return letters === '' || letters === 'i' ? letters : undefined;
};

/** regexp_match(text, pattern [, flags]): what the groups of the first match hold. */
const regexpMatch: Maker = ({ args }) => {
  const [value, pattern, flagsArgument] = args;
  const text = pattern?.kind === 'literal' ? constantText(pattern) : undefined;
  const flags = flagsOf(flagsArgument);
  if (text === undefined || flags === undefined || value?.type.kind !== 'string') return undefined;
  return call('pg_match_groups', [value, textLiteral(translateRegex(text, flags, true)), intLiteral(groupCount(text))]);
};

/** regexp_count(text, pattern [, 1 [, flags]]). */
const regexpCount: Maker = ({ args }) => {
  const [value, pattern, start, flagsArgument] = args;
  const text = pattern?.kind === 'literal' ? constantText(pattern) : undefined;
  const flags = flagsOf(flagsArgument);
  if (text === undefined || flags === undefined || value?.type.kind !== 'string' || matchesEmpty(text))
    return undefined;
  if (start !== undefined && constantNumber(start) !== 1) return undefined;
  return call('pg_match_count', [value, textLiteral(translateRegex(text, flags, true))]);
};

/** regexp_instr(text, pattern [, 1 [, 1 [, 0 [, flags]]]]): where the first match begins. */
const regexpPlace: Maker = ({ args }) => {
  const [value, pattern, start, nth, end, flagsArgument] = args;
  const text = pattern?.kind === 'literal' ? constantText(pattern) : undefined;
  const flags = flagsOf(flagsArgument);
  const isFirst = [start, nth].every((arg) => arg === undefined || constantNumber(arg) === 1);
  if (text === undefined || flags === undefined || value?.type.kind !== 'string' || !isFirst) return undefined;
  if (end !== undefined && constantNumber(end) !== 0) return undefined;
  return call('pg_match_place', [value, textLiteral(translateRegex(text, flags))]);
};

export const patternMakers: Makers = {
  '~~': like('like', false),
  '!~~': like('like', true),
  '~~*': like('ilike', false),
  '!~~*': like('ilike', true),
  like: like('like', false),
  notlike: like('like', true),
  like_escape: likeEscape,
  '~': matches('', false),
  '!~': matches('', true),
  '~*': matches('i', false),
  '!~*': matches('i', true),
  regexp_like: regexpLike,
  similar_to_escape: similar,
  regexp_replace: regexpReplace,
  regexp_match: regexpMatch,
  regexp_substr: wholeMatch,
  regexp_count: regexpCount,
  regexp_instr: regexpPlace,
};
