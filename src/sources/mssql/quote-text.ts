/** Characters that a literal holds as they are; a newline behind a backslash would vanish together with it. */
const CONTROL = /(\p{Cc})/u;

/** Unicode text between single quotes, doubled within; control characters by their numbers. Safe as an operand. */
export function quoteText(text: string): string {
  const parts = text.split(CONTROL).filter((part) => part !== '');
  const [only = '', ...more] = parts.map((part) =>
    CONTROL.test(part) ? `NCHAR(${part.charCodeAt(0)})` : `N'${part.replaceAll("'", "''")}'`,
  );
  if (only === '') return "N''";
  return more.length === 0 ? only : `(${[only, ...more].join(' + ')})`;
}
