import type { Expression } from '../../../query/expression.js';
import { type DataType, decimalType, FLOAT64, sameType } from '../../../query/types.js';
import type { PgNode } from '../analysis/read-node.js';
import { OID } from '../types/pg-types.js';
import { asType } from './as-type.js';
import { nullTypeOf } from './datum.js';
import type { Translation } from './translation.js';

export interface Cast {
  readonly from: number;
  readonly to: number;
  /** `numeric(p,s)`, `varchar(n)` and the like; -1: none. */
  readonly modifier: number;
  readonly node: PgNode;
}

const INTEGER_BITS: ReadonlyMap<number, 16 | 32 | 64> = new Map([
  [OID.int2, 16],
  [OID.int4, 32],
  [OID.int8, 64],
]);

/** Digits of any value of the type; of a literal: of this value. */
function digitsOf(expression: Expression & { readonly kind: 'literal' | 'parameter' }): number {
  const { value, type } = expression;
  if (expression.kind === 'literal' && value !== null) return String(value).replace('-', '').length;
  return type.kind === 'integer' ? { 8: 3, 16: 5, 32: 10, 64: 19 }[type.bits] : 38;
}

/** The type a constant number has after a conversion that always succeeds; undefined for all others. */
function foldedType(expression: Expression, { to, modifier }: Cast): DataType | undefined {
  if (expression.kind !== 'literal' && expression.kind !== 'parameter') return undefined;
  const { type } = expression;
  if (modifier !== -1 || (type.kind !== 'integer' && type.kind !== 'decimal')) return undefined;
  if (to === OID.float8) return FLOAT64;
  if (type.kind === 'decimal') return undefined;
  if (to === OID.numeric) return decimalType(digitsOf(expression), 0);
  const bits = INTEGER_BITS.get(to);
  return bits === undefined || bits < type.bits ? undefined : { kind: 'integer', bits };
}

function isBare(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

/** A conversion of Postgres: a constant is converted here where nothing can go wrong. */
export function castTo(translation: Translation, expression: Expression, cast: Cast): Expression {
  if (isBare(expression)) return { ...expression, type: nullTypeOf(cast.to, cast.modifier) } as Expression;
  const folded = foldedType(expression, cast);
  if (folded !== undefined) return asType(expression, folded);
  if (cast.from === cast.to && cast.modifier === -1) return expression;
  if (expression.type.kind === 'array') {
    const target = nullTypeOf(cast.to, cast.modifier);
    if (sameType(expression.type, target)) return expression;
    throw translation.refuse('a cast of this array', cast.node);
  }
  return translation.builtin(
    {
      kind: 'cast',
      name: 'cast',
      args: [expression],
      argTypes: [cast.from],
      resultType: cast.to,
      ...(cast.modifier === -1 ? {} : { options: { resultTypmod: cast.modifier } }),
    },
    cast.node,
  );
}
