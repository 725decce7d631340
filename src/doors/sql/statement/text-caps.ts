import { SqlError } from '../sql-error.js';

/** Bounds that hold before a statement is parsed: what lies beyond them takes the parser seconds, or its stack. */
export interface TextCaps {
  /** UTF-8 bytes. */
  readonly maxBytes: number;
}

const MAX_TOKENS = 30_000;
const MAX_DEPTH = 128;
const MAX_COMMENT_DEPTH = 16;
/** Openings of comments anywhere, strings included: forty thousand nested ones take the parser ten seconds. */
const MAX_COMMENT_MARKS = 1_000;

/**
 * Strings with and without backslashes, quoted names, dollar quotes, comments, words, and single characters that open
 * or close, each as Postgres's scanner takes them: every character beyond ASCII belongs to a word.
 */
const TOKEN =
  /[eE]'(?:[^'\\]|\\.|'')*'?|'[^']*(?:''[^']*)*'?|"[^"]*(?:""[^"]*)*"?|\$((?:[A-Za-z_\u{80}-\u{10ffff}][\w\u{80}-\u{10ffff}]*)?)\$|--[^\n\r]*|\/\*|[A-Za-z_\u{80}-\u{10ffff}][\w$\u{80}-\u{10ffff}]*|\d[\d.]*|[^\s]/gsu;

/** Where the comment that begins at `start` ends; comments nest. @throws SqlError 54001 */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  const mark = /\/\*|\*\//gu;
  mark.lastIndex = start;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth > MAX_COMMENT_DEPTH) throw new SqlError('54001', 'comments are nested too deeply');
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}

/** How much deeper a token leads. CASE counts as a bracket: a thousand of them nested overflow the parser. */
function step(token: string): number {
  if (token === '(' || token === '[') return 1;
  if (token === ')' || token === ']') return -1;
  const word = token.length <= 4 ? token.toLowerCase() : '';
  if (word === 'case') return 1;
  return word === 'end' ? -1 : 0;
}

/** Looks once over a query string. @throws SqlError 54000 or 54001 past a bound, 22021 for NUL */
export function checkText(text: string, { maxBytes }: TextCaps): void {
  if (Buffer.byteLength(text) > maxBytes) throw new SqlError('54000', `the statement is longer than ${maxBytes} bytes`);
  if (text.includes('\0')) throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
  if (text.split('/*').length > MAX_COMMENT_MARKS) throw new SqlError('54001', 'the statement has too many comments');
  let tokens = 0;
  let depth = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token, tag] = match;
    if (token === '/*') TOKEN.lastIndex = endOfComment(text, match.index);
    else if (tag !== undefined) {
      const close = text.indexOf(token, TOKEN.lastIndex);
      TOKEN.lastIndex = close < 0 ? text.length : close + token.length;
    }
    tokens += 1;
    depth = Math.max(0, depth + step(token));
    if (tokens > MAX_TOKENS) throw new SqlError('54000', `the statement has more than ${MAX_TOKENS} tokens`);
    if (depth > MAX_DEPTH) throw new SqlError('54001', 'the statement is nested too deeply');
  }
}
