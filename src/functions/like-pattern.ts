/**
 * A LIKE pattern in Databricks' sense: `%` any text, `_` one character (a code point), the escape character before
 * `%`, `_` or itself stands for that character. Anything else after the escape is an error there, and refused here.
 */
export type LikeToken =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'any' };

/** Splits a pattern, or says what is wrong with it. */
export function parseLikePattern(pattern: string, escapeCharacter: string): readonly LikeToken[] | string {
  const characters = [...pattern];
  const tokens: LikeToken[] = [];
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === escapeCharacter) {
      index += 1;
      const next = characters[index];
      if (next === undefined) return 'its pattern ends in the escape character';
      if (next !== '%' && next !== '_' && next !== escapeCharacter)
        return `its pattern escapes the plain character "${next}"`;
      tokens.push({ kind: 'text', value: next });
    } else if (character === '%') tokens.push({ kind: 'any' });
    else if (character === '_') tokens.push({ kind: 'one' });
    else tokens.push({ kind: 'text', value: character });
  }
  return tokens;
}

/** Whether the whole text matches: linear backtracking to the last `%` only. */
export function matchesLike(text: string, tokens: readonly LikeToken[]): boolean {
  const characters = [...text];
  let at = 0;
  let token = 0;
  let retryAt = 0;
  let retryToken = -1;
  while (at < characters.length) {
    const current = tokens[token];
    if (current?.kind === 'any') {
      retryToken = token;
      retryAt = at;
      token += 1;
    } else if (current?.kind === 'one' || (current?.kind === 'text' && current.value === characters[at])) {
      at += 1;
      token += 1;
    } else if (retryToken >= 0) {
      retryAt += 1;
      at = retryAt;
      token = retryToken + 1;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest.kind === 'any');
}
