import { type DataType, printType, sameType } from '../query/types.js';
import type { DialectName } from './definition.js';

/** `CAST(text AS type)`, for the two dialects that share these type names. */
export function castText(text: string, type: DataType, dialect: DialectName): string {
  const name = dialect === 'duckdb' && type.kind === 'timestamp' ? duckdbTimestamp(type.zoned) : printType(type);
  return `CAST(${text} AS ${name})`;
}

function duckdbTimestamp(zoned: boolean): string {
  return zoned ? 'TIMESTAMPTZ' : 'TIMESTAMP';
}

/**
 * The argument at `target`'s type. Engines have rules of their own for mixed operands (DuckDB lets an integer
 * literal take the column's width, and fails on DECIMAL beyond 38 digits), so that a widening is always written.
 */
export function widen(text: string, type: DataType, target: DataType, dialect: DialectName): string {
  return sameType(type, target) ? text : castText(text, target, dialect);
}

/** Longest argument text that is written twice; beyond it nested calls would double the statement at each level. */
const MAX_REPEATED = 120;

/** How many lambdas stand around the text that is being made: a body within a body must not hide its value. */
let depth = 0;

/**
 * DuckDB text of `body`, which reads `argument` more than once. A long argument is bound by a lambda over a list of
 * one, so that the text grows linearly; a short one is simply repeated, which the engine shares and vectorises.
 */
export function readTwice(argument: string, body: (value: string) => string): string {
  if (argument.length <= MAX_REPEATED) return body(argument);
  const name = depth === 0 ? 'v' : `v${depth}`;
  depth += 1;
  try {
    return `list_transform([${argument}], lambda ${name}: ${body(name)})[1]`;
  } finally {
    depth -= 1;
  }
}
