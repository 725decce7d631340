import { readNumber } from './number-literal.js';
import { ParserError, positionOf } from './parser-error.js';
import { readString } from './string-literal.js';
import { SYMBOLS, type Token } from './token.js';

/** Caps of one text. */
export const MAX_TEXT_LENGTH = 64 * 1024;
export const MAX_TOKENS = 4000;

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Tokens of Databricks SQL text, the last of kind `end`. Comments vanish.
 * @throws ParserError on text over the caps, an unclosed quote or comment, or an unknown character.
 */
export function tokenize(text: string): readonly Token[] {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new ParserError('NOT_SUPPORTED', 'text', `it is longer than ${MAX_TEXT_LENGTH} characters`, {
      line: 1,
      column: 1,
    });
  }
  const tokens: Token[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    if (tokens.length >= MAX_TOKENS) {
      throw new ParserError('NOT_SUPPORTED', 'text', `it has more than ${MAX_TOKENS} tokens`, positionOf(text, at));
    }
    const token = readToken(text, at);
    tokens.push(token);
    at = skipBlank(text, token.end);
  }
  tokens.push({ kind: 'end', text: 'the end', key: '', offset: text.length, end: text.length, number: undefined });
  return tokens;
}

function skipBlank(text: string, start: number): number {
  let at = start;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    if (text.startsWith('--', at)) {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? text.length : newline;
    } else if (text.startsWith('/*', at)) at = skipComment(text, at);
    else return at;
  }
}

/** Bracketed comments nest. */
function skipComment(text: string, start: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 0;
  for (let match = edge.exec(text); match !== null; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  throw new ParserError('BAD_USER_INPUT', 'comment', 'it does not close', positionOf(text, start));
}

function readToken(text: string, offset: number): Token {
  const fail = (construct: string, detail: string) =>
    new ParserError('BAD_USER_INPUT', construct, detail, positionOf(text, offset));
  const character = text[offset] ?? '';
  const isRaw = /^[rR]['"]/.test(text.slice(offset, offset + 2));
  if (isRaw || character === "'" || character === '"') {
    const read = readString(text, isRaw ? offset + 1 : offset, isRaw);
    if (read === undefined) throw fail('string', 'it does not close');
    return { kind: 'string', text: read.value, key: '', offset, end: read.end, number: undefined };
  }
  if (character === '`') return readQuotedIdentifier(text, offset);
  if (/\d/.test(character) || (character === '.' && /\d/.test(text[offset + 1] ?? ''))) {
    const number = readNumber(text, offset);
    if (number === undefined || typeof number === 'string') throw fail('number', number ?? 'it is malformed');
    const end = offset + number.length;
    return { kind: 'number', text: text.slice(offset, end), key: '', offset, end, number };
  }
  WORD.lastIndex = offset;
  const word = WORD.exec(text)?.[0];
  if (word !== undefined) {
    return { kind: 'word', text: word, key: word.toUpperCase(), offset, end: offset + word.length, number: undefined };
  }
  const symbol = SYMBOLS.find((known) => text.startsWith(known, offset));
  if (symbol === undefined) {
    throw fail(
      `character ${JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0))}`,
      'it has no meaning here',
    );
  }
  return { kind: 'symbol', text: symbol, key: symbol, offset, end: offset + symbol.length, number: undefined };
}

function readQuotedIdentifier(text: string, offset: number): Token {
  let value = '';
  for (let at = offset + 1; at < text.length; at += 1) {
    if (text[at] !== '`') value += text[at];
    else if (text[at + 1] === '`') {
      value += '`';
      at += 1;
    } else return { kind: 'quoted', text: value, key: '', offset, end: at + 1, number: undefined };
  }
  throw new ParserError('BAD_USER_INPUT', 'identifier', 'its backtick does not close', positionOf(text, offset));
}
