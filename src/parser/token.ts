import type { ScalarValue } from '../query/expression.js';
import type { DataType } from '../query/types.js';

export interface Token {
  /** `word`: a plain identifier or keyword; `quoted`: an identifier in backticks. */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'end';
  /** As written; of quoted identifiers and strings the value meant. */
  readonly text: string;
  /** A word in upper case, a symbol as it stands, else ''. Keywords are recognised by it. */
  readonly key: string;
  readonly offset: number;
  /** Where the token ends. */
  readonly end: number;
  /** Of numbers. */
  readonly number: { readonly value: ScalarValue; readonly type: DataType } | undefined;
}

/** Symbols, longest first. Some are lexed only to be refused by name. */
export const SYMBOLS = [
  '<=>',
  '<=',
  '>=',
  '<>',
  '!=',
  '==',
  '||',
  '::',
  '->',
  '=>',
  '<<',
  '>>',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
  ';',
  ':',
  '?',
  '@',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '|',
  '^',
  '~',
  '!',
] as const;
