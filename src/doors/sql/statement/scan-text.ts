import { scanSync } from 'libpg-query';

/** A token of a statement as Postgres's scanner gives it. */
export interface ScannedToken {
  readonly text: string;
  /** UTF-16 units from the text's start: the token's first, and the one behind its last. */
  readonly start: number;
  readonly end: number;
  readonly isKeyword: boolean;
}

const COMMENTS = new Set(['SQL_COMMENT', 'C_COMMENT']);

/** Characters as Postgres counts them, for places in a text: one for each code point. */
export function characterCount(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index += 1) if ((text.codePointAt(index) ?? 0) > 0xffff) pairs += 1;
  return text.length - pairs;
}

/** The tokens of a text that has parsed, without its comments. */
export function scanText(text: string): readonly ScannedToken[] {
  const bytes = Buffer.from(text);
  let lastByte = 0;
  let last = 0;
  const unitOf = (byte: number): number => {
    last += bytes.toString('utf8', lastByte, byte).length;
    lastByte = byte;
    return last;
  };
  return scanSync(text).tokens.flatMap((token) => {
    const start = unitOf(token.start);
    const end = unitOf(token.end);
    if (COMMENTS.has(token.tokenName)) return [];
    return [{ text: token.text, start, end, isKeyword: token.keywordName !== 'NO_KEYWORD' }];
  });
}

/** Spaces for each character of a text, so that places behind it stay what they were. */
export function blank(text: string): string {
  return ' '.repeat(characterCount(text));
}
