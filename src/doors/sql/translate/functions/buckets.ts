import { constantNumber } from '../../../../functions/literals.js';
import { call } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import type { Expression } from '../../../../query/expression.js';
import { FLOAT64, INT32, INT64 } from '../../../../query/types.js';
import { OID } from '../../types/pg-types.js';
import { byCount, cast, intLiteral, type Maker, type Makers, of2 } from './builtin.js';
import { unify } from './unify.js';

/** Thresholds that are compared one by one. */
const MAX_THRESHOLDS = 100;
const DAY_MICROS = 86_400_000_000n;

/** The number of thresholds that are not above the value: of sorted constants, which is what Postgres searches. */
const byThresholds: Maker = of2((value, thresholds) => {
  const elements = thresholds.kind === 'call' && thresholds.function === 'array' ? thresholds.arguments : [];
  const numbers = elements.map(constantNumber);
  const isSorted = numbers.every((number, index) => {
    const before = index === 0 ? undefined : numbers[index - 1];
    return number !== undefined && !Number.isNaN(number) && (before === undefined || before <= number);
  });
  if (elements.length === 0 || elements.length > MAX_THRESHOLDS || !isSorted || value.kind !== 'column')
    return undefined;
  const branches = elements.flatMap((element, index) => {
    const both = unify([value, element]);
    return both === undefined ? [] : [{ when: call('lt', both), then: intLiteral(index) as Expression }];
  });
  if (branches.length !== elements.length) return undefined;
  const isNull = { when: call('is_null', [value]), then: literal(null, INT32) as Expression };
  return { kind: 'case', branches: [isNull, ...branches], otherwise: intLiteral(elements.length), type: INT32 };
});

const byBounds: Maker = ({ args, argTypes }) => {
  const [value, low, high, count] = args;
  if (value === undefined || low === undefined || high === undefined || count === undefined) return undefined;
  const whole = cast(count, INT32);
  if (argTypes[0] === OID.numeric) return call('pg_width_bucket_exact', [value, low, high, whole]);
  const floats = [value, low, high].map((arg) => cast(arg, FLOAT64));
  return call('pg_width_bucket', [...floats, whole]);
};

/** Only by a constant stride of days and time that goes forward; Postgres raises for others. */
const dateBin: Maker = ({ args }) => {
  const [stride, value, origin] = args;
  if (stride?.kind !== 'literal' || typeof stride.value !== 'string' || value === undefined || origin === undefined)
    return undefined;
  const [months = 0n, days = 0n, micros = 0n] = stride.value.split(' ').map(BigInt);
  if (months !== 0n) return undefined;
  const length = days * DAY_MICROS + micros;
  if (length <= 0n) return undefined;
  return call('pg_date_bin', [literal(length, INT64), value, origin]);
};

/** What puts values into bins. */
export const bucketMakers: Makers = {
  width_bucket: byCount({ 2: byThresholds, 4: byBounds }),
  date_bin: dateBin,
};
