import { call } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import type { CastExpression, Expression, LiteralExpression, SortKey } from '../../../../query/expression.js';
import { type DataType, INT32, STRING, sameType } from '../../../../query/types.js';

export type BuiltinKind = 'function' | 'operator' | 'aggregate' | 'window' | 'cast';

export interface BuiltinOptions {
  readonly distinct?: boolean | undefined;
  readonly filter?: Expression | undefined;
  /** Of an aggregate; an ordered-set aggregate's WITHIN GROUP. */
  readonly orderBy?: readonly SortKey[] | undefined;
  /** The type modifier of a cast's result; -1 and absent: none. */
  readonly resultTypmod?: number | undefined;
  /** 1-based character position in the client's text, for errors. */
  readonly position?: number | undefined;
  /** The session's TimeZone, an IANA name. Absent: UTC. */
  readonly timeZone?: string | undefined;
}

/** A call of something of Postgres's, resolved by its analyser. */
export interface Builtin {
  readonly name: string;
  readonly args: readonly Expression[];
  readonly argTypes: readonly number[];
  readonly resultType: number;
  readonly options: BuiltinOptions;
  readonly timeZone: string;
}

/** Makes the IR of a call; undefined: there is none for these arguments. */
export type Maker = (builtin: Builtin) => Expression | undefined;

export type Makers = Readonly<Record<string, Maker>>;

export const textLiteral = (value: string): LiteralExpression => literal(value, STRING);
export const intLiteral = (value: number): LiteralExpression => literal(BigInt(value), INT32);

export function cast(operand: Expression, type: DataType): Expression {
  if (sameType(operand.type, type)) return operand;
  if (operand.kind === 'literal' && operand.value === null) return literal(null, type);
  return { kind: 'cast', operand, type, tryCast: false } satisfies CastExpression;
}

/** The registry's function of the same arguments. */
export const same =
  (id: string): Maker =>
  ({ args }) =>
    call(id, args);

/** A maker for a fixed number of arguments. */
export function of1(make: (a: Expression, builtin: Builtin) => Expression | undefined): Maker {
  return (builtin) => {
    const [a, ...more] = builtin.args;
    return a === undefined || more.length > 0 ? undefined : make(a, builtin);
  };
}

export function of2(make: (a: Expression, b: Expression, builtin: Builtin) => Expression | undefined): Maker {
  return (builtin) => {
    const [a, b, ...more] = builtin.args;
    return a === undefined || b === undefined || more.length > 0 ? undefined : make(a, b, builtin);
  };
}

/** One of several makers, by the number of arguments. */
export function byCount(makers: Readonly<Record<number, Maker>>): Maker {
  return (builtin) => makers[builtin.args.length]?.(builtin);
}
