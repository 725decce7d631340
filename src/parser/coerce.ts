import { commonTypeOf } from '../functions/common-type.js';
import { atType } from '../functions/fold/literal-values.js';
import type { Expression } from '../query/expression.js';
import { type DataType, isTemporal, sameType, TIMESTAMP } from '../query/types.js';
import { temporalLiteral } from './temporal-literal.js';

/** The latest of the temporal types at hand: a DATE beside a TIMESTAMP becomes one. */
function temporalTarget(types: readonly DataType[]): DataType | undefined {
  const temporal = types.filter(isTemporal);
  const [first] = temporal;
  if (first === undefined) return undefined;
  const stamps = temporal.filter((type) => type.kind === 'timestamp');
  if (stamps.length === 0) return first;
  // TIMESTAMP and TIMESTAMP_NTZ meet at TIMESTAMP.
  return stamps.every((type) => sameType(type, stamps[0] ?? TIMESTAMP)) ? stamps[0] : TIMESTAMP;
}

/**
 * Operands that are compared with each other, brought together as Databricks does where no data decides: a DATE
 * beside a TIMESTAMP widens, and a constant text in a date's form beside a date is that date. Text and numbers do not
 * meet: the registry refuses them.
 */
export function comparable(operands: readonly Expression[]): readonly Expression[] {
  const target = temporalTarget(operands.map((operand) => operand.type));
  if (target === undefined) return operands;
  return operands.map((operand) => {
    if (isTemporal(operand.type)) return atType(operand, target);
    if (operand.kind !== 'literal' || typeof operand.value !== 'string' || operand.type.kind !== 'string')
      return operand;
    return temporalLiteral(operand.value, target) ?? operand;
  });
}

/** Results that become one value (CASE): at their common type, or undefined where they have none. */
export function unified(
  results: readonly Expression[],
): { readonly type: DataType; readonly results: readonly Expression[] } | undefined {
  const met = comparable(results);
  const type = commonTypeOf(met.map((result) => result.type));
  if (type === undefined) return undefined;
  return { type, results: met.map((result) => atType(result, type)) };
}
