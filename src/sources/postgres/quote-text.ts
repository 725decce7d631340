/** Text between single quotes. The session reads a backslash there as itself. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const CONTROL = /\p{Cc}/u;
const SPECIAL = /[\p{Cc}\\']/gu;

function escaped(character: string): string {
  if (character === '\\') return '\\\\';
  if (character === "'") return "''";
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Text constant of the JSON frame: markers are written as escapes, so that logged SQL stays readable. */
export function quoteFrame(text: string): string {
  return CONTROL.test(text) ? `E'${text.replaceAll(SPECIAL, escaped)}'` : quoteText(text);
}
