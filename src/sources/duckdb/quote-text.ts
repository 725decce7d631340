/** Text between single quotes. DuckDB gives a backslash no meaning here, so the quote is all there is to escape. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const CONTROL = /\p{Cc}/u;
const SPECIAL = /[\p{Cc}\\']/gu;

function escapeSpecial(character: string): string {
  if (character === '\\') return '\\\\';
  if (character === "'") return "''";
  // An escape stands for a byte, so it can only spell ASCII.
  return character < ' ' ? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}` : character;
}

/** Text constant of the JSON frame: markers are written as escapes, so that logged SQL stays readable. */
export function quoteFrame(text: string): string {
  return CONTROL.test(text) ? `E'${text.replaceAll(SPECIAL, escapeSpecial)}'` : quoteText(text);
}
