import type { ParameterExpression } from '../../../query/expression.js';
import { type ParameterSlot, slotParameter } from '../../../query/parameter-slot.js';

/** A variable's value where it becomes a bound parameter and nothing else: it stands in for the value among arguments. */
export class BoundVariable {
  constructor(
    private readonly name: string,
    private readonly value: unknown,
    /** All slots of the operation; grows while it is compiled. */
    private readonly slots: ParameterSlot[],
  ) {}

  /** The parameter that `convert` makes of the value. */
  bind(convert: (input: unknown) => ParameterExpression): ParameterExpression {
    const { slot, parameter } = slotParameter(this.name, convert(this.value), convert);
    this.slots.push(slot);
    return parameter;
  }
}
