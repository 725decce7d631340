import { call } from '../../../../functions/registry.js';
import type { Expression } from '../../../../query/expression.js';
import { OID } from '../../types/pg-types.js';
import { type Builtin, type Maker, type Makers, same } from './builtin.js';
import { unify } from './unify.js';
import { toLocal } from './zones.js';

/** char(n) compares without the blanks at its end. */
function comparable(expression: Expression, typeOid: number | undefined): Expression {
  return typeOid === OID.bpchar ? call('rtrim', [expression]) : expression;
}

/** Both sides at one type, which Postgres's cross-type operators leave to us. */
function sides({ args, argTypes, timeZone }: Builtin): readonly Expression[] | undefined {
  const isZoned = (arg: Expression) => arg.type.kind === 'timestamp' && arg.type.zoned;
  const local =
    args.some(isZoned) && !args.every(isZoned)
      ? args.map((arg) => (isZoned(arg) ? toLocal(arg, timeZone) : arg))
      : args;
  return unify(local.map((arg, index) => comparable(arg, argTypes[index])));
}

const compare =
  (id: string): Maker =>
  (builtin) => {
    const operands = builtin.args.length === 2 ? sides(builtin) : undefined;
    return operands === undefined ? undefined : call(id, operands);
  };

/** A function of any number of arguments of one type. */
const ofUnified =
  (id: string): Maker =>
  ({ args }) => {
    const operands = unify(args);
    return operands === undefined ? undefined : call(id, operands);
  };

const not =
  (maker: Maker): Maker =>
  (builtin) => {
    const made = maker(builtin);
    return made === undefined ? undefined : call('not', [made]);
  };

/** `=` and its like; `is distinct from` and the other expressions of SQL that compare go by these names. */
export const comparisonMakers: Makers = {
  '=': compare('eq'),
  '<>': compare('neq'),
  '!=': compare('neq'),
  '<': compare('lt'),
  '<=': compare('lte'),
  '>': compare('gt'),
  '>=': compare('gte'),
  'is not distinct from': compare('is_not_distinct_from'),
  'is distinct from': not(compare('is_not_distinct_from')),
  and: same('and'),
  or: same('or'),
  not: same('not'),
  coalesce: ofUnified('coalesce'),
  greatest: ofUnified('greatest'),
  least: ofUnified('least'),
  nullif: ofUnified('nullif'),
};
