/** A name as a quoted identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text as a string constant; `standard_conforming_strings` is on. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
