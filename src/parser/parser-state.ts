import { GatewayError } from '../errors.js';
import type { Expression } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import { tokenize } from './lexer.js';
import { ParserError, positionOf } from './parser-error.js';
import type { FromTable, ParserScope } from './scope.js';
import type { Token } from './token.js';

/** Deepest nesting of parentheses, calls, CASE and chains of operators. */
export const MAX_DEPTH = 100;

/** How a sub-query is used: EXISTS wants rows only, IN and scalar sub-queries one column. */
export type QueryUse = 'exists' | 'in' | 'scalar';

/** The mutually recursive rules; handed in, so that their files need not import each other. */
export interface Grammar {
  readonly expression: (state: ParserState) => Expression;
  readonly value: (state: ParserState) => Expression;
  /** Begins at SELECT. */
  readonly query: (state: ParserState, use: QueryUse) => Relation;
}

/** The cursor over the tokens, and what is in scope at it. */
export class ParserState {
  private readonly tokens: readonly Token[];
  private depth = 0;
  private aliases = 0;
  index = 0;
  /** Tables of the enclosing sub-queries, innermost last. */
  readonly queries: (readonly FromTable[])[] = [];
  aggregatesAllowed: boolean;
  /** Whether `MEASURE(…)` may stand here: not within an aggregate. */
  measuresAllowed: boolean;

  constructor(
    private readonly text: string,
    readonly scope: ParserScope,
    readonly grammar: Grammar,
    aggregatesAllowed: boolean,
  ) {
    this.tokens = tokenize(text);
    this.aggregatesAllowed = aggregatesAllowed;
    this.measuresAllowed = scope.measure !== undefined;
  }

  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new GatewayError('INTERNAL', 'The token list is empty.');
    return token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.index += 1;
    return token;
  }

  /** Whether the coming tokens are these keywords or symbols. */
  sees(...keys: readonly string[]): boolean {
    return keys.every((key, index) => this.peek(index).key === key);
  }

  /** Takes these keywords or symbols if they come next. */
  accept(...keys: readonly string[]): boolean {
    if (!this.sees(...keys)) return false;
    this.index += keys.length;
    return true;
  }

  expect(key: string): Token {
    if (this.sees(key)) return this.next();
    throw this.wrong(this.peek(), `expected ${key}`);
  }

  /** The text between two tokens, as written. */
  source(from: Token, to: Token): string {
    return this.text.slice(from.offset, to.end);
  }

  freshAlias(): string {
    this.aliases += 1;
    return `@p${this.aliases}`;
  }

  /** Runs `parse` one level deeper. */
  nested<T>(parse: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw this.refused(this.peek(), 'nesting', `it is deeper than ${MAX_DEPTH} levels`);
    try {
      return parse();
    } finally {
      this.depth -= 1;
    }
  }

  /** Runs `build` (calls of the registry) and says where it failed. */
  at<T>(token: Token, construct: string, build: () => T): T {
    try {
      return build();
    } catch (error) {
      if (error instanceof ParserError || !(error instanceof GatewayError)) throw error;
      throw new ParserError('NOT_SUPPORTED', construct, error.message, positionOf(this.text, token.offset), error);
    }
  }

  /** A construct of Databricks SQL that the gateway does not map. */
  refused(token: Token, construct: string, detail = 'it is not supported'): ParserError {
    return new ParserError('NOT_SUPPORTED', construct, detail, positionOf(this.text, token.offset));
  }

  /** Text that is wrong in any dialect. */
  wrong(token: Token, detail: string, construct = describe(token)): ParserError {
    return new ParserError('BAD_USER_INPUT', construct, detail, positionOf(this.text, token.offset));
  }
}

function describe(token: Token): string {
  if (token.kind === 'end') return 'the end';
  return token.kind === 'string' ? 'a string' : `"${token.text}"`;
}
