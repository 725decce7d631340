/** Text between single quotes. The session's NO_BACKSLASH_ESCAPES leaves the quote alone to be doubled. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
