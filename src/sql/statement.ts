import type { ScalarValue } from '../query/expression.js';
import type { ParameterSlot } from '../query/parameter-slot.js';
import type { DataType } from '../query/types.js';

export interface BoundParameter {
  readonly value: ScalarValue;
  readonly type: DataType;
  /** Present where another value may stand in its place. */
  readonly slot?: ParameterSlot;
}

/** SQL text with the values that the caller gave bound beside it, in order of their placeholders. */
export interface SqlStatement {
  readonly text: string;
  readonly parameters: readonly BoundParameter[];
  /** Of the columns in order, for dialects that need them. */
  readonly resultTypes?: readonly DataType[];
}
