import { type DataType, decimalType, FLOAT64, isNumeric, sameType } from '../query/types.js';

/** Digits before and after the point that hold every value of an exact numeric type, as Spark counts them. */
export function exactDigits(type: DataType): { readonly whole: number; readonly scale: number } | undefined {
  if (type.kind === 'integer') return { whole: { 8: 3, 16: 5, 32: 10, 64: 19 }[type.bits], scale: 0 };
  if (type.kind === 'decimal') return { whole: type.precision - type.scale, scale: type.scale };
  return undefined;
}

/**
 * The one type that holds every value of both, or undefined. Numbers widen (integers, then DECIMAL, then DOUBLE) and
 * NULL takes the other's type; nothing else converts by itself: text never becomes a number or a date.
 */
export function commonType(a: DataType, b: DataType): DataType | undefined {
  if (a.kind === 'null') return b;
  if (b.kind === 'null') return a;
  if (sameType(a, b)) return a;
  if (!isNumeric(a) || !isNumeric(b)) return undefined;
  if (a.kind === 'float' || b.kind === 'float') return FLOAT64;
  if (a.kind === 'integer' && b.kind === 'integer') return a.bits >= b.bits ? a : b;
  const left = exactDigits(a);
  const right = exactDigits(b);
  if (left === undefined || right === undefined) return undefined;
  const scale = Math.max(left.scale, right.scale);
  const precision = Math.max(left.whole, right.whole) + scale;
  return precision > 38 ? undefined : decimalType(precision, scale);
}

/** The common type of a non-empty list. */
export function commonTypeOf(types: readonly DataType[]): DataType | undefined {
  const [first, ...rest] = types;
  return rest.reduce<DataType | undefined>((a, b) => (a === undefined ? undefined : commonType(a, b)), first);
}
