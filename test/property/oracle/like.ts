/** SQL's LIKE with a backslash as its escape: `%` any text, `_` one character. */
export function matchesPattern(text: string, pattern: string): boolean {
  const source = [...pattern.matchAll(/\\([\s\S])|([\s\S])/gu)]
    .map(([, escaped, plain]) => {
      if (escaped !== undefined) return literally(escaped);
      if (plain === '%') return '[\\s\\S]*';
      return plain === '_' ? '[\\s\\S]' : literally(plain ?? '');
    })
    .join('');
  return new RegExp(`^${source}$`, 'u').test(text);
}

function literally(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
