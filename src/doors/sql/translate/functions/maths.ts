import { call } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import { decimalType, FLOAT64, INT32 } from '../../../../query/types.js';
import { OID } from '../../types/pg-types.js';
import { toDouble } from './aggregates.js';
import { byCount, cast, type Maker, type Makers, of1, of2, same } from './builtin.js';
import { unify } from './unify.js';

/**
 * Of a float, the same in DOUBLE. Of a numeric, computed in DOUBLE and given 15 digits after the point, where Postgres
 * gives at least 16 significant ones: right to about 15.
 */
const real = (id: string): Maker => {
  return ({ args, resultType }) => {
    const made = call(id, args.map(toDouble));
    return resultType === OID.numeric
      ? cast(call('pg_numeric_of_text', [call('pg_fifteen_digits', [made])]), decimalType(38, 15))
      : made;
  };
};

/** round, trunc: digits only of a numeric. */
const rounded =
  (id: string): Maker =>
  ({ args }) =>
    call(
      id,
      args.map((arg, index) => (index === 1 ? cast(arg, INT32) : arg)),
    );

const modulo: Maker = of2((a, b) => call('pg_modulo', [a, b]));

const logarithm: Maker = byCount({ 1: real('pg_log10') });

const ofFloat = (...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      of1((value, { resultType }) => (resultType === OID.float8 ? call(`pg_${name}`, [value]) : undefined)),
    ]),
  );

export const mathMakers: Makers = {
  abs: same('abs'),
  ceil: same('pg_ceil'),
  ceiling: same('pg_ceil'),
  floor: same('pg_floor'),
  round: rounded('pg_round'),
  trunc: rounded('pg_trunc'),
  sign: same('pg_sign'),
  mod: modulo,
  div: of2((a, b) => {
    const both = unify([a, b]);
    return both === undefined ? undefined : call('pg_div', both);
  }),
  sqrt: real('pg_sqrt'),
  dsqrt: real('pg_sqrt'),
  exp: real('pg_exp'),
  ln: real('pg_ln'),
  log: logarithm,
  log10: real('pg_log10'),
  power: real('pg_power'),
  pow: real('pg_power'),
  pi: () => literal(Math.PI, FLOAT64),
  ...ofFloat('sin', 'cos', 'tan', 'cot', 'asin', 'acos', 'atan', 'degrees', 'radians', 'sinh', 'cosh', 'tanh'),
  atan2: same('pg_atan2'),
};
