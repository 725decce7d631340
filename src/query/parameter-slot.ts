import type { ParameterExpression, ScalarValue } from './expression.js';
import type { DataType } from './types.js';

/**
 * Where a plan may take another value without being made anew. The plan's maker sees a parameter like any other; once
 * anything looks at its value, the plan is for that value alone.
 */
export interface ParameterSlot {
  /** Names the input that the value is made of. */
  readonly input: string;
  /** What the plan was made with; looking at it here is not looking. */
  readonly value: ScalarValue;
  readonly type: DataType;
  /** The value that another input makes. @throws as it does for the first one */
  readonly convert: (input: unknown) => { readonly value: ScalarValue; readonly type: DataType };
  readonly wasRead: boolean;
}

/** A parameter whose value can be replaced, and the slot that knows whether it was looked at. */
export function slotParameter(
  input: string,
  { value, type }: ParameterExpression,
  convert: ParameterSlot['convert'],
): { readonly slot: ParameterSlot; readonly parameter: ParameterExpression } {
  let wasRead = false;
  const slot: ParameterSlot = {
    input,
    value,
    type,
    convert,
    get wasRead() {
      return wasRead;
    },
  };
  const node: ParameterExpression = {
    kind: 'parameter',
    get value() {
      wasRead = true;
      return value;
    },
    type,
    slot,
  };
  return { slot, parameter: node };
}
