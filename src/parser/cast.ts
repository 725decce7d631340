import { call } from '../functions/registry.js';
import type { Expression } from '../query/expression.js';
import { type DataType, INT64, printType, sameType } from '../query/types.js';
import { castTo } from './coerce.js';
import { temporalLiteral } from './temporal-literal.js';

/**
 * CAST as Databricks defines it, or a text that says why it has no exact counterpart. Where engines differ the
 * conversion goes through a function of the registry: DOUBLE to INT cuts (DuckDB rounds), text must have the plain
 * form of a number or date (DuckDB reads more than Spark does).
 */
export function lowerCast(operand: Expression, to: DataType, tryCast: boolean): Expression | string {
  const from = operand.type;
  if (sameType(from, to)) return operand;
  if (operand.kind === 'literal' && operand.value === null) return castTo(operand, to);
  if (from.kind === 'string') return castText(operand, to, tryCast);
  if (to.kind === 'integer' && (from.kind === 'float' || from.kind === 'decimal')) {
    return { kind: 'cast', operand: call('truncate', [operand]), type: to, tryCast };
  }
  return TARGETS[from.kind]?.includes(to.kind)
    ? { kind: 'cast', operand, type: to, tryCast }
    : `${printType(from)} to ${printType(to)} has no exact counterpart`;
}

/** Conversions that every engine does alike. */
const TARGETS: Readonly<Partial<Record<DataType['kind'], readonly DataType['kind'][]>>> = {
  boolean: ['string', 'integer'],
  integer: ['string', 'integer', 'decimal', 'float', 'boolean'],
  decimal: ['string', 'decimal', 'float'],
  float: ['float', 'decimal'],
  date: ['string', 'timestamp'],
  timestamp: ['date', 'timestamp'],
};

function castText(operand: Expression, to: DataType, tryCast: boolean): Expression | string {
  const attempt = tryCast ? 'try_' : '';
  switch (to.kind) {
    case 'integer': {
      const parsed = call(`${attempt}parse_integer`, [operand]);
      return sameType(to, INT64) ? parsed : { kind: 'cast', operand: parsed, type: to, tryCast };
    }
    case 'float': {
      const parsed = call(`${attempt}parse_double`, [operand]);
      return to.bits === 64 ? parsed : { kind: 'cast', operand: parsed, type: to, tryCast };
    }
    case 'date':
    case 'timestamp': {
      const constant = operand.kind === 'literal' ? temporalLiteral(String(operand.value), to) : undefined;
      if (constant !== undefined) return constant;
      if (to.kind === 'date') return call(`${attempt}parse_date`, [operand]);
      return 'text to TIMESTAMP is mapped for constants only';
    }
    default:
      return `STRING to ${printType(to)} has no exact counterpart`;
  }
}
