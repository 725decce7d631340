import { INTERVAL } from '../../../query/types.js';
import { double, example, type RegisteredFunction, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { bind, fixed, postgresFunction } from './postgres-function.js';

const span = (value: string | null) => typed(INTERVAL, value);

const LITERAL = /^\(to_months\((-?\d+)\) \+ to_days\((-?\d+)\) \+ to_microseconds\((-?\d+)\)\)$/;

interface Parts {
  readonly months: string;
  readonly days: string;
  readonly micros: string;
}

/** Months, days and microseconds of an interval, whose sum it is. */
function partsOf(text: string): Parts {
  const [, months, days, micros] = LITERAL.exec(text) ?? [];
  if (months !== undefined && days !== undefined && micros !== undefined) return { months, days, micros };
  const part = (name: string) => `CAST(datepart('${name}', ${text}) AS BIGINT)`;
  return {
    months: `(${part('year')} * 12 + ${part('month')})`,
    days: part('day'),
    micros: `(${part('hour')} * 3600000000 + ${part('minute')} * 60000000 + ${part('microsecond')})`,
  };
}

const assembled = ({ months, days, micros }: Parts) =>
  `(to_months(CAST(${months} AS INTEGER)) + to_days(CAST(${days} AS INTEGER)) + to_microseconds(CAST(${micros} AS BIGINT)))`;

/** Rounded to microseconds, which is how Postgres takes the noise out of a fraction. */
const toMicro = (value: string) => `round_even((${value}) * 1000000e0, 0) / 1000000e0`;

/**
 * The interval with each part scaled in DOUBLE. What is cut of the months goes to the days, 30 a month, and what is
 * cut of those to the time, as Postgres does it step by step.
 */
const scaled =
  (symbol: '*' | '/'): Spelling =>
  ([interval = '', factor = '']) => {
    const { months, days, micros } = partsOf(interval);
    const f =
      symbol === '/'
        ? `CASE WHEN ${factor} = 0 AND ${interval} IS NOT NULL THEN error('division by zero') ELSE ${factor} END`
        : factor;
    const asDouble = (value: string) => `CAST(${value} AS DOUBLE)`;
    return bind({ m: asDouble(months), d: asDouble(days), t: asDouble(micros), f }, 'span', (s) => {
      const by = (part: string) => `${s}.${part} ${symbol} ${s}.f`;
      const cutMonths = toMicro(`(${by('m')} - trunc(${by('m')})) * 30`);
      const first = { m: `trunc(${by('m')})`, d: `trunc(${by('d')})`, r: cutMonths, e: by('d'), t: by('t') };
      return bind(first, 'cut', (c) => {
        const seconds = toMicro(`(${c}.e - ${c}.d + ${c}.r - trunc(${c}.r)) * 86400`);
        const second = { m: `${c}.m`, d: `${c}.d + trunc(${c}.r)`, s: seconds, t: `${c}.t` };
        return bind(second, 'rest', (r) => {
          const whole = `trunc(${r}.s / 86400)`;
          const made = assembled({
            months: `${r}.m`,
            days: `${r}.d + ${whole}`,
            micros: `round_even(${r}.t + (${r}.s - ${whole} * 86400) * 1000000e0, 0)`,
          });
          const isOut = `NOT isfinite(${r}.m) OR abs(${r}.m) > 2147483647 OR abs(${r}.d) > 2147396747 OR abs(${r}.t) > 9e18`;
          return `CASE WHEN ${isOut} THEN error('interval out of range') ELSE ${made} END`;
        });
      });
    });
  };

/** Whole days of hours, and whole months of days; the parts then have one sign. */
const justified =
  (months: boolean, hours: boolean): Spelling =>
  ([interval = '']) => {
    const { months: m, days: d, micros: t } = partsOf(interval);
    const DAY = '86400000000';
    return bind({ m, d, t }, 'span', (s) => {
      const first = hours
        ? { m: `${s}.m`, d: `${s}.d + ${s}.t // ${DAY}`, t: `${s}.t % ${DAY}` }
        : { m: `${s}.m`, d: `${s}.d`, t: `${s}.t` };
      return bind(first, 'days', (a) => {
        const second = months
          ? { m: `${a}.m + ${a}.d // 30`, d: `${a}.d % 30`, t: `${a}.t` }
          : { m: `${a}.m`, d: `${a}.d`, t: `${a}.t` };
        return bind(second, 'months', (b) => {
          const orTime = (sign: '<' | '>') => (hours ? ` OR (${b}.d = 0 AND ${b}.t ${sign} 0)` : '');
          const isBelow = `${b}.m > 0 AND (${b}.d < 0${orTime('<')})`;
          const isAbove = `${b}.m < 0 AND (${b}.d > 0${orTime('>')})`;
          const third = months
            ? {
                m: `${b}.m + CASE WHEN ${isBelow} THEN -1 WHEN ${isAbove} THEN 1 ELSE 0 END`,
                d: `${b}.d + CASE WHEN ${isBelow} THEN 30 WHEN ${isAbove} THEN -30 ELSE 0 END`,
                t: `${b}.t`,
              }
            : { m: `${b}.m`, d: `${b}.d`, t: `${b}.t` };
          return bind(third, 'signs', (c) => {
            if (!hours) return assembled({ months: `${c}.m`, days: `${c}.d`, micros: `${c}.t` });
            const carry = `CASE WHEN ${c}.d > 0 AND ${c}.t < 0 THEN 1 WHEN ${c}.d < 0 AND ${c}.t > 0 THEN -1 ELSE 0 END`;
            return assembled({
              months: `${c}.m`,
              days: `${c}.d - ${carry}`,
              micros: `${c}.t + ${carry} * ${DAY}`,
            });
          });
        });
      });
    });
  };

const justify = (id: string, months: boolean, hours: boolean, from: string, to: string) =>
  postgresFunction(id, fixed(['interval'], INTERVAL), justified(months, hours), {
    cases: [example(to, span(from)), example('00:00:00', span('0 0 0')), example(null, span(null))],
  });

export const intervalFunctions: readonly RegisteredFunction[] = [
  postgresFunction('pg_interval_scale', fixed(['interval', 'float'], INTERVAL), scaled('*'), {
    cases: [
      example('1 day 12:00:00', span('0 1 0'), double(1.5)),
      example('1 month 15 days', span('1 0 0'), double(1.5)),
      example(null, span('1 0 0'), double(null)),
    ],
  }),
  postgresFunction('pg_interval_over', fixed(['interval', 'float'], INTERVAL), scaled('/'), {
    cases: [
      example('12:00:00', span('0 1 0'), double(2)),
      example('15 days', span('1 0 0'), double(2)),
      example(null, span(null), double(2)),
    ],
  }),
  justify('pg_justify_hours', false, true, '0 0 90000000000', '1 day 01:00:00'),
  justify('pg_justify_days', true, false, '0 35 0', '1 month 5 days'),
  justify('pg_justify_interval', true, true, '1 0 -3600000000', '29 days 23:00:00'),
];
