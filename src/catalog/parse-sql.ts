import { parseExpression } from '../parser/parse-expression.js';
import { ParserError } from '../parser/parser-error.js';
import type { ParserScope } from '../parser/scope.js';
import type { Expression } from '../query/expression.js';

/** Why a text has no IR; line and column are 1-based in the text. */
export interface SqlFault {
  readonly kind: 'fault';
  /** What is at fault, as a noun phrase: `function "regexp_extract"`. */
  readonly construct: string;
  /** The whole sentence, without the place. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Parses Databricks SQL. Anything but a fault of the text is thrown on. */
export function parseSql(
  text: string,
  scope: ParserScope,
  aggregates: boolean,
): { readonly kind: 'expression'; readonly expression: Expression } | SqlFault {
  try {
    return { kind: 'expression', expression: parseExpression(text, scope, { aggregates }) };
  } catch (error) {
    if (!(error instanceof ParserError)) throw error;
    const { construct, line, column } = error;
    const message = error.message.replace(` at line ${line}, column ${column}`, '');
    return { kind: 'fault', construct, message, line, column };
  }
}
