import { GatewayError } from '../errors.js';

/** A place in the text, both counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Text that has no IR. `construct` names what is at fault, such as `function "regexp_extract"` or `lambda`, so that a
 * denied table can say why. NOT_SUPPORTED: Databricks knows it and the gateway does not; BAD_USER_INPUT: it is wrong.
 */
export class ParserError extends GatewayError {
  readonly construct: string;
  readonly line: number;
  readonly column: number;

  constructor(
    code: 'NOT_SUPPORTED' | 'BAD_USER_INPUT',
    construct: string,
    detail: string,
    position: TextPosition,
    cause?: unknown,
  ) {
    const place = `at line ${position.line}, column ${position.column}`;
    super(code, `${construct} ${place}: ${detail}`, { cause });
    this.construct = construct;
    this.line = position.line;
    this.column = position.column;
  }
}

/** Line and column of a character offset. Columns count UTF-16 units, as editors do. */
export function positionOf(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
