const SPECIAL = /[\p{Cc}\\']|\$(?=\{)/gu;

function escaped(character: string): string {
  if (character === '\\') return '\\\\';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Text between single quotes. A backslash escapes there, two quotes do not (`'a''b'` is `ab`), and `${name}` would be
 * replaced before the statement is parsed. A quote is written by its number, so that none stands inside the text.
 */
export function quoteText(text: string): string {
  return `'${text.replaceAll(SPECIAL, escaped)}'`;
}
