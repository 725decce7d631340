import type { DialectName } from '../functions/definition.js';
import type { JsonEncoding, ScalarValue } from '../query/expression.js';
import type { TableReference } from '../query/relation.js';
import type { DataType } from '../query/types.js';

/** All in which one SQL dialect differs from the common printer. */
export interface Dialect {
  readonly name: DialectName;
  quoteIdentifier(name: string): string;
  /** A typed constant, safe to stand as an operand. */
  literal(value: ScalarValue, type: DataType): string;
  /** The placeholder of parameter `index` (1-based), cast to its type where the engine needs that. */
  parameter(index: number, type: DataType): string;
  typeName(type: DataType): string;
  cast(operand: string, from: DataType, to: DataType, tryCast: boolean): string;
  table(reference: TableReference): string;
  /** `MATERIALIZED ` or its like, between AS and the parenthesis of a binding: holds a barrier and evaluates a binding once. */
  readonly materialized: string;
  /** Whether the engine takes this condition in HAVING; else it stands above the groups. */
  fitsHaving(condition: string): boolean;
  limit(count: number | undefined, offset: number): string;
  /** JSON text of a non-NULL scalar, NULL for NULL. */
  jsonValue(operand: string, encoding: JsonEncoding, type: DataType): string;
  /** Concatenation that is NULL if any part is. */
  concat(parts: readonly string[]): string;
  /** A table of one column: the values from `start` to `stop`, both included, of type `type`. */
  series(start: string, stop: string, step: string, type: DataType): string;
  /** A table of an array's elements, and of their places from 1 in a second column if `ordinality`. */
  unnest(array: string, ordinality: boolean): string;
  /** Text constant of plain characters and the fault and cursor markers (U+0001 to U+0003). */
  text(value: string): string;
}
