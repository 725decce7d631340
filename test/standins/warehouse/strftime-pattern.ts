/** Letters of Spark's patterns of moments, as `strftime` writes them. */
const LETTERS: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  yy: '%y',
  MM: '%m',
  MMM: '%b',
  MMMM: '%B',
  dd: '%d',
  d: '%-d',
  M: '%-m',
  D: '%-j',
  DDD: '%j',
  HH: '%H',
  hh: '%I',
  mm: '%M',
  ss: '%S',
  SSS: '%g',
  SSSSSS: '%f',
  a: '%p',
  E: '%a',
  EEE: '%a',
  EEEE: '%A',
};

/** A quoted pattern of Spark's `date_format`, quoted for DuckDB's `strftime`. @throws Error for what has no equal */
export function strftimePattern(quoted: string): string {
  const pattern = quoted.trim().slice(1, -1).replaceAll("''", "'");
  const found = pattern.replaceAll(/'([^']*)'|([A-Za-z])\2*|%/gu, (part, text: string | undefined) => {
    if (text !== undefined) return text === '' ? "'" : text.replaceAll('%', '%%');
    if (part === '%') return '%%';
    const letters = LETTERS[part];
    if (letters === undefined) throw new Error(`No such letters in a pattern of moments here: ${part}`);
    return letters;
  });
  return `'${found.replaceAll("'", "''")}'`;
}
