import { call } from '../../../../functions/registry.js';
import type { Expression } from '../../../../query/expression.js';
import { type DataType, FLOAT64, INT32, INT64 } from '../../../../query/types.js';
import { OID } from '../../types/pg-types.js';
import { byCount, cast, type Maker, type Makers, of1, of2, same } from './builtin.js';
import { toInstant, toLocal } from './zones.js';

const FLOAT32: DataType = { kind: 'float', bits: 32 };

/** Postgres keeps float4 with float4, and the registry computes in DOUBLE. */
const numbers = (id: string): Maker => {
  const plain = same(id);
  return (builtin) => {
    const made = plain(builtin);
    return made !== undefined && builtin.resultType === OID.float4 ? cast(made, FLOAT32) : made;
  };
};

const isInstant = ({ type }: Expression) => type.kind === 'timestamp' && type.zoned;

/** Whole numbers that stand as floats, which is how Postgres multiplies an interval. */
function wholeOf(expression: Expression): Expression | undefined {
  if (expression.kind === 'cast' && expression.operand.type.kind === 'integer') return cast(expression.operand, INT64);
  if (expression.kind !== 'literal' || typeof expression.value !== 'number') return undefined;
  return Number.isSafeInteger(expression.value)
    ? { kind: 'literal', value: BigInt(expression.value), type: INT64 }
    : undefined;
}

function times(a: Expression, b: Expression): Expression | undefined {
  const [span, factor] = a.type.kind === 'interval' ? [a, b] : [b, a];
  const whole = factor.type.kind === 'integer' ? factor : wholeOf(factor);
  return whole === undefined
    ? call('pg_interval_scale', [span, cast(factor, FLOAT64)])
    : call('pg_interval_times', [span, whole]);
}

/** Only months and days move the wall clock; in UTC the difference does not show. */
function shift(value: Expression, by: Expression, id: string, zone: string): Expression {
  return isInstant(value) ? toInstant(call(id, [toLocal(value, zone), by]), zone) : call(id, [value, by]);
}

const isDays = (expression: Expression) => expression.type.kind === 'integer';

const add = of2((a, b, builtin) => {
  if (a.type.kind === 'date' && isDays(b)) return call('date_add', [a, cast(b, INT32)]);
  if (b.type.kind === 'date' && isDays(a)) return call('date_add', [b, cast(a, INT32)]);
  if (b.type.kind === 'interval') return shiftIn(a, b, 'pg_shift', builtin.timeZone);
  if (a.type.kind === 'interval') return shiftIn(b, a, 'pg_shift', builtin.timeZone);
  return numbers('pg_add')(builtin);
});

/** Outside UTC a part of hours would be added to the wall clock: such sums are left to whole days and months. */
export function shiftIn(value: Expression, by: Expression, id: string, zone: string): Expression | undefined {
  if (!isInstant(value) || zone === 'UTC') return shift(value, by, id, zone);
  if (by.kind !== 'literal' || typeof by.value !== 'string') return undefined;
  const isWhole = by.value.endsWith(' 0');
  const isClock = by.value.startsWith('0 0 ');
  if (isClock) return shift(value, by, id, 'UTC');
  return isWhole ? shift(value, by, id, zone) : undefined;
}

const subtract = of2((a, b, builtin) => {
  if (a.type.kind === 'date' && b.type.kind === 'date') return call('datediff', [a, b]);
  if (a.type.kind === 'date' && isDays(b)) return call('date_sub', [a, cast(b, INT32)]);
  if (a.type.kind === 'timestamp' && b.type.kind === 'timestamp') return call('pg_elapsed', [a, b]);
  if (b.type.kind === 'interval') return shiftIn(a, b, 'pg_shift_back', builtin.timeZone);
  return numbers('pg_subtract')(builtin);
});

const negate = of1((a, builtin) => {
  if (a.type.kind === 'interval') return call('pg_interval_negate', [a]);
  if (a.kind === 'literal' && a.type.kind === 'decimal' && typeof a.value === 'string')
    return { ...a, value: a.value.startsWith('-') ? a.value.slice(1) : `-${a.value}` };
  return numbers('negate')(builtin);
});

const power = of2((a, b, { resultType }) =>
  resultType === OID.numeric ? undefined : call('pg_power', [cast(a, FLOAT64), cast(b, FLOAT64)]),
);

const multiply = of2((a, b, builtin) =>
  a.type.kind === 'interval' || b.type.kind === 'interval' ? times(a, b) : numbers('pg_multiply')(builtin),
);

/** Operators of numbers, dates and times. */
export const arithmeticMakers: Makers = {
  '+': byCount({ 1: ({ args }) => args[0], 2: add }),
  '-': byCount({ 1: negate, 2: subtract }),
  '*': multiply,
  '/': of2((a, b, builtin) =>
    a.type.kind === 'interval' ? call('pg_interval_over', [a, cast(b, FLOAT64)]) : numbers('pg_divide')(builtin),
  ),
  '%': same('pg_modulo'),
  '^': power,
  '@': numbers('abs'),
  '|/': same('pg_sqrt'),
  '&': same('pg_bit_and'),
  '|': same('pg_bit_or'),
  '#': same('pg_bit_xor'),
};
