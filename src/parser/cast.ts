import { atType } from '../functions/fold/literal-values.js';
import type { Expression } from '../query/expression.js';
import { type DataType, printType, sameType } from '../query/types.js';
import { temporalLiteral } from './temporal-literal.js';

/**
 * Conversions that a Cast of the IR says with Databricks' meaning; each dialect spells them so (fractions are cut,
 * text is read strictly). DOUBLE has no text alike on all engines, and dates in text have more forms on some.
 */
const TARGETS: Readonly<Partial<Record<DataType['kind'], readonly DataType['kind'][]>>> = {
  string: ['integer', 'decimal', 'float'],
  boolean: ['string', 'integer'],
  integer: ['string', 'integer', 'decimal', 'float', 'boolean'],
  decimal: ['string', 'integer', 'decimal', 'float'],
  float: ['integer', 'decimal', 'float'],
  date: ['string', 'timestamp'],
  timestamp: ['string', 'date', 'timestamp'],
};

/** CAST as Databricks defines it, or a text that says why it has no exact counterpart. */
export function lowerCast(operand: Expression, to: DataType, tryCast: boolean): Expression | string {
  const from = operand.type;
  if (sameType(from, to)) return operand;
  if (operand.kind === 'literal' && operand.value === null) return atType(operand, to);
  if (TARGETS[from.kind]?.includes(to.kind)) return { kind: 'cast', operand, type: to, tryCast };
  if (from.kind === 'string' && (to.kind === 'date' || to.kind === 'timestamp')) {
    const constant = operand.kind === 'literal' ? temporalLiteral(String(operand.value), to) : undefined;
    return constant ?? `STRING to ${printType(to)} is mapped for constants of the form 2001-02-03 [04:05:06] only`;
  }
  return `${printType(from)} to ${printType(to)} has no exact counterpart`;
}
