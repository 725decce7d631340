import { SqlError } from '../../sql-error.js';

const PLAIN_IN_REGEX = /[.^$\\]/;

/**
 * A regular expression of Postgres that means what a SIMILAR TO pattern means: % and _ as in LIKE, the operators of
 * regular expressions as they are, the whole text matched.
 * @throws SqlError 22025 if the pattern ends in its escape
 */
export function similarToRegex(pattern: string, escapeCharacter: string): string {
  const characters = [...pattern];
  let text = '';
  let inBrackets = false;
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === escapeCharacter) {
      index += 1;
      const next = characters[index];
      if (next === undefined) throw new SqlError('22025', 'SIMILAR TO pattern must not end with escape character');
      if (next === '"') throw new SqlError('0A000', 'a separator in a SIMILAR TO pattern is not supported');
      text += /[\w\s]/.test(next) || next > '\x7f' ? next : `\\${next}`;
    } else if (inBrackets) {
      if (character === ']') inBrackets = false;
      text += character === '\\' ? '\\\\' : character;
    } else if (character === '[') {
      inBrackets = true;
      text += character;
    } else if (character === '%') text += '.*';
    else if (character === '_') text += '.';
    else if (character === '(') text += '(?:';
    else text += PLAIN_IN_REGEX.test(character) ? `\\${character}` : character;
  }
  return `^(?:${text})$`;
}
