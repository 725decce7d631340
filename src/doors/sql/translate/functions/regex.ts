import { SqlError } from '../../sql-error.js';

/** What Postgres's regular expressions have and RE2 has not, or reads otherwise. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^\*\*\*/, 'a regular expression that begins with ***'],
  [/\(\?(?!:)/, 'an option or a look-around in a regular expression'],
  [/\\[1-9]/, 'a back-reference in a regular expression'],
  [/\\[^dswDSW\\.*+?()[\]{}|^$\-/ntr'"@:#%&,;!=<>~`_ ]/, 'this escape in a regular expression'],
  [/\[\[[.=<>:]+[.=<>]/, 'a collating element in a regular expression'],
  [/\[:[<>]:\]/, 'a word boundary in a regular expression'],
];

/** Postgres takes the longest match and RE2 the first: the two are one where nothing offers a choice of lengths. */
const CHOICES = /\||\)[*+?{]|[*+?}]\?/;

const withoutEscapes = (pattern: string) => pattern.replace(/\\./gs, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');

function refuse(what: string): never {
  throw new SqlError('0A000', `${what} is not supported`);
}

/**
 * RE2's text of a Postgres pattern (ARE). A dot matches a newline, and ^ and $ only the ends, as in Postgres.
 * `isCaptured`: the matched text itself matters, not only that there is a match.
 * @throws SqlError 0A000 for what RE2 has not, 2201B for an invalid pattern
 */
export function translateRegex(pattern: string, flags: string, isCaptured = false): string {
  const bare = pattern.replaceAll('\\\\', '');
  for (const [found, what] of REFUSED) if (found.test(bare)) refuse(what);
  if (isCaptured && CHOICES.test(withoutEscapes(pattern))) refuse('a choice of lengths in this regular expression');
  if (/[^\0-\x7f]/.test(pattern) && flags.includes('i')) refuse('letters beyond ASCII in a pattern without case');
  if (!isValid(pattern)) throw new SqlError('2201B', 'invalid regular expression');
  return `(?s${flags})${pattern}`;
}

/** JavaScript's grammar is close enough to find what is not closed; POSIX classes are letters to it. */
function isValid(pattern: string): boolean {
  try {
    new RegExp(pattern.replace(/\[:\^?\w+:\]/g, 'a'), 's');
    return (
      !/[*+?}][*+{]/.test(withoutEscapes(pattern)) &&
      !/^[*+?]/.test(pattern) &&
      !/\{(?!\d+(,\d*)?\})/.test(withoutEscapes(pattern))
    );
  } catch {
    return false;
  }
}

/** Whether an empty text matches: what engines make of the places between such matches differs. */
export function matchesEmpty(pattern: string): boolean {
  try {
    return new RegExp(pattern.replace(/\[:\^?\w+:\]/g, 'a'), 's').test('');
  } catch {
    return true;
  }
}

/** How many groups of the pattern capture. */
export function groupCount(pattern: string): number {
  return withoutEscapes(pattern).match(/\((?!\?)/g)?.length ?? 0;
}
