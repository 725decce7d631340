const STRING_CONSTANT = /^E?'(?:[^']|'')*'$/;
const COLUMN = /^"(?:[^"]|"")+"(?:\."(?:[^"]|"")+")*$/;

/** Ends of the quoted text that starts at `start`; a doubled quote reads as two neighbouring quoted texts. */
function endOfQuoted(sql: string, start: number): number {
  const end = sql.indexOf(sql.charAt(start), start + 1);
  return end < 0 ? sql.length : end;
}

/** The last argument of `coalesce(…)` if that one call is the whole text. */
function lastArgumentOfCoalesce(sql: string): string | undefined {
  if (!/^coalesce\(/i.test(sql)) return undefined;
  let depth = 0;
  let lastComma = 0;
  for (let index = 'coalesce'.length; index < sql.length; index += 1) {
    const character = sql.charAt(index);
    if (character === "'" || character === '"') index = endOfQuoted(sql, index);
    else if (character === '(' || character === '[' || character === '{') depth += 1;
    else if (character === ',' && depth === 1) lastComma = index;
    else if (character === ')' || character === ']' || character === '}') {
      depth -= 1;
      if (depth === 0) return index === sql.length - 1 ? sql.slice(lastComma + 1, index).trim() : undefined;
    }
  }
  return undefined;
}

/** Whether printed SQL is certain not to be NULL: a text constant, or a coalesce that ends in one. */
export function isNeverNull(sql: string): boolean {
  return STRING_CONSTANT.test(sql) || STRING_CONSTANT.test(lastArgumentOfCoalesce(sql) ?? '');
}

/** Whether printed SQL is a plain column, which costs nothing to read twice. */
export function isColumn(sql: string): boolean {
  return COLUMN.test(sql);
}
