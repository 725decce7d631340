import type { Spelling } from '../../../definition.js';
import { quote, type Spellings, textOf } from '../shared.js';

/**
 * Patterns come as RE2's, of which the SQL door lets through only what means the same here; `(?s)` in front is an
 * option that both have. Classes of letters are those of ASCII.
 */
const subject = (value: string | undefined) => `${value} COLLATE "C"`;

/** RE2's `\0`, the whole match, is `\&` here. A backslash of its own stays. */
function replacement(printed = ''): string {
  const constant = textOf(printed);
  if (constant !== undefined) return quote(constant.replace(/\\\\|\\0/g, (found) => (found === '\\0' ? '\\&' : found)));
  return `replace(replace(replace(${printed}, '\\\\', E'\\x01'), '\\0', '\\&'), E'\\x01', '\\\\')`;
}

/** The pattern as one group, so that its own are not asked for. */
function asGroup(printed = ''): string {
  const constant = textOf(printed);
  return constant === undefined ? printed : quote(constant.replace(/^(\(\?\w+\))?([\s\S]*)$/u, '$1($2)'));
}

const extractMatch: Spelling = ([value, pattern, group]) =>
  `(regexp_match(${subject(value)}, ${group === 'TRUE' ? pattern : asGroup(pattern)}))[1]`;

export const regexSpellings: Spellings = {
  pg_matches: ([value, pattern]) => `(${subject(value)} ~ ${pattern})`,
  pg_replace_first: ([value, pattern, by]) => `regexp_replace(${subject(value)}, ${pattern}, ${replacement(by)})`,
  pg_replace_all: ([value, pattern, by]) => `regexp_replace(${subject(value)}, ${pattern}, ${replacement(by)}, 'g')`,
  pg_extract_match: extractMatch,
  pg_match_groups: ([value, pattern]) => `regexp_match(${subject(value)}, ${pattern})`,
  // A text has one piece more than places that split it.
  pg_match_count: ([value, pattern]) => `(array_length(regexp_split_to_array(${subject(value)}, ${pattern}), 1) - 1)`,
  pg_match_place: ([value, pattern]) => `regexp_instr(${subject(value)}, ${pattern})`,
};
